using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    [Parameter("Root directory during build execution.", Name = "Root")]
    public static AbsolutePath RootDirectory => BuildSession.Current.RootDirectory;

    public static AbsolutePath TemporaryDirectory => BuildSession.Current.TemporaryDirectory;

    public static AbsolutePath BuildAssemblyFile => Assembly.GetEntryAssembly()!.Location;

    public static AbsolutePath BuildAssemblyDirectory => BuildAssemblyFile.Parent!;

    public static AbsolutePath? BuildProjectDirectory => BuildProjectFile?.Parent;

    public static AbsolutePath? BuildProjectFile =>
        BuildAssemblyDirectory.FindParentOrSelf(x => x.GetFiles("*.csproj").Any())?.GetFiles("*.csproj").Single();

    AbsolutePath INukeBuild.RootDirectory => RootDirectory;
    AbsolutePath INukeBuild.TemporaryDirectory => TemporaryDirectory;
    AbsolutePath INukeBuild.BuildAssemblyFile => BuildAssemblyFile;
    AbsolutePath INukeBuild.BuildAssemblyDirectory => BuildAssemblyDirectory;
    AbsolutePath? INukeBuild.BuildProjectDirectory => BuildProjectDirectory;
    AbsolutePath? INukeBuild.BuildProjectFile => BuildProjectFile;
}
