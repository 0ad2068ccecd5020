using System.Linq.Expressions;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Parameters;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Nuke.Common;

/// <summary>The base of a build: its targets and parameters are the properties of the components that it implements.</summary>
public abstract class NukeBuild : INukeBuild
{
    [Parameter("Root directory during build execution.", Name = "Root")]
    public static AbsolutePath RootDirectory => BuildSession.Current.RootDirectory;

    public static AbsolutePath TemporaryDirectory => BuildSession.Current.TemporaryDirectory;

    [Parameter("Logging verbosity during build execution. Default is 'Normal'.")]
    public static Verbosity Verbosity => BuildSession.Current.Verbosity;

    [Parameter("Host for execution. Default is 'automatic'.")]
    public static Host Host => BuildSession.Current.Host;

    [Parameter("Defines the profiles to load.", Name = "Profile")]
    public static string[] LoadedLocalProfiles => [.. BuildSession.Current.Parameters.Profiles];

    public static bool IsLocalBuild => Host is Terminal;

    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; set; } = [];

    [Parameter("List of targets to be invoked. Default is '{default_target}'.", Name = "Target")]
    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => [.. ExecutionPlan.Where(target => target.Invoked)];

    [Parameter("List of targets to be skipped. Empty list skips all dependencies.", Name = "Skip")]
    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => With(ExecutionStatus.Skipped);

    public IReadOnlyCollection<ExecutableTarget> RunningTargets => With(ExecutionStatus.Running);

    [Parameter("Shows the execution plan (HTML).")]
    public bool Plan => Switch(nameof(Plan));

    [Parameter("Shows the help text for this build assembly.")]
    public bool Help => Switch(nameof(Help));

    [Parameter("Disables displaying the NUKE logo.")]
    public bool NoLogo => Switch(nameof(NoLogo));

    public int? ExitCode { get; set; }

    AbsolutePath INukeBuild.RootDirectory => RootDirectory;

    AbsolutePath INukeBuild.TemporaryDirectory => TemporaryDirectory;

    Verbosity INukeBuild.Verbosity => Verbosity;

    bool INukeBuild.IsLocalBuild => IsLocalBuild;

    public void ReportSummary(Configure<Dictionary<string, string>>? configurator = null)
    {
        var target = RunningTargets.Single();
        target.SummaryInformation = configurator?.Invoke([]) ?? target.SummaryInformation;
    }

    T? INukeBuild.TryGetValue<T>(Expression<Func<T?>> parameterExpression)
        where T : class => BuildSession.Current.Parameters.Read<T>(parameterExpression.ParameterName());

    T? INukeBuild.TryGetValue<T>(Expression<Func<object?>> parameterExpression)
        where T : default => BuildSession.Current.Parameters.Read<T>(parameterExpression.ParameterName());

    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargetExpressions)
        where T : NukeBuild, new() => new BuildRun<T>(BuildSession.FromProcess(), defaultTargetExpressions).Run();

    private static bool Switch(string name) => BuildSession.Current.Parameters.Read<bool>(name, ofEveryBuild: true);

    private ExecutableTarget[] With(ExecutionStatus status) => [.. ExecutionPlan.Where(target => target.Status == status)];
}
