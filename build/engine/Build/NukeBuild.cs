using System.Linq.Expressions;
using Nuke.Common.Execution;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Nuke.Common;

/// <summary>The base of a build: its targets and parameters are the properties of the class and of the components that it implements.</summary>
public abstract partial class NukeBuild : INukeBuild
{
    readonly BuildSession session = BuildSession.Current;

    protected NukeBuild() => Parameters = new ParameterSet(this, session);

    [Parameter("Shows the execution plan (HTML).")]
    public bool Plan { get; private set; }

    [Parameter("Shows the help text for this build assembly.")]
    public bool Help { get; private set; }

    [Parameter("Disables displaying the NUKE logo.")]
    public bool NoLogo { get; set; }

    [Parameter("Indicates to continue a previously failed build attempt.")]
    public bool Continue { get; internal set; }

    public int? ExitCode { get; set; }

    internal ParameterSet Parameters { get; }

    public void ReportSummary(Configure<Dictionary<string, string>>? configurator = null)
    {
        var target = RunningTargets.Single();
        target.SummaryInformation = configurator?.Invoke(target.SummaryInformation) ?? target.SummaryInformation;
        this.Extensions<IOnTargetSummaryUpdated>(x => x.OnTargetSummaryUpdated(this, target));
    }

    T? INukeBuild.TryGetValue<T>(Expression<Func<T?>> parameterExpression)
        where T : class => (T?)Parameters.Inject(parameterExpression.RequiredMember());

    T? INukeBuild.TryGetValue<T>(Expression<Func<object?>> parameterExpression)
        where T : default => (T?)Parameters.Inject(parameterExpression.RequiredMember());

    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargetExpressions)
        where T : NukeBuild, new() => BuildProcess.Run(defaultTargetExpressions);

    internal void ReadSwitches()
    {
        Plan = Parameters.BuiltIn<bool>(nameof(Plan));
        Help = Parameters.BuiltIn<bool>(nameof(Help));
        NoLogo = Parameters.BuiltIn<bool>(nameof(NoLogo));
        Continue = Parameters.BuiltIn<bool>(nameof(Continue));
    }
}
