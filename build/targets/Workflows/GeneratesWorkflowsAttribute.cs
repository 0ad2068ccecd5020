using Nuke.Common.Execution;
using Nuke.Common.IO;
using Targets.Components;
using Targets.Workflows.Generation;

namespace Targets.Workflows;

/// <summary>
/// Hands the targets to <see cref="IWorkflows" />, and writes the generated files in the first local run of a program
/// that was compiled anew: they depend on nothing else.
/// </summary>
internal sealed class GeneratesWorkflowsAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    private AbsolutePath Stamp => Build.TemporaryDirectory / "workflows.stamp";

    private string Program => $"{Build.GetType().Module.ModuleVersionId}";

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        var build = (IWorkflows)Build;
        build.DeclaredTargets = executableTargets;
        if (build.IsLocalBuild && !build.Check && (Build as IHazEnvironment)?.DryRun != true && (Build.RootDirectory / ".github").DirectoryExists() && !IsDone)
        {
            new WorkflowGenerator(GeneratedFiles.Of(Build.GetType(), executableTargets), Build.RootDirectory, Console.Error).Write();
            _ = Directory.CreateDirectory(Build.TemporaryDirectory);
            File.WriteAllText(Stamp, Program);
        }
    }

    private bool IsDone => Stamp.FileExists() && File.ReadAllText(Stamp) == Program;
}
