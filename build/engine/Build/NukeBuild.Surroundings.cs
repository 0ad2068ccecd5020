using Nuke.Common.Execution;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    [Parameter("Logging verbosity during build execution. Default is 'Normal'.")]
    public static Verbosity Verbosity
    {
        get => BuildSession.Current.Verbosity;
        set => BuildSession.Current.Verbosity = value;
    }

    [Parameter("Host for execution. Default is 'automatic'.")]
    public static Host Host
    {
        get => BuildSession.Current.Host;
        set => BuildSession.Current.Host = value;
    }

    [Parameter("Defines the profiles to load.", Name = "Profile")]
    public static string[] LoadedLocalProfiles => [.. BuildSession.Current.Profiles];

    public static bool IsLocalBuild => Host is Terminal;

    public static bool IsServerBuild => !IsLocalBuild;

    Verbosity INukeBuild.Verbosity => Verbosity;
    Host INukeBuild.Host => Host;
    bool INukeBuild.IsLocalBuild => IsLocalBuild;
    bool INukeBuild.IsServerBuild => IsServerBuild;
}
