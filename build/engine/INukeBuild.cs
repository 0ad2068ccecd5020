using System.Linq.Expressions;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>What a component knows of the build that it is a part of.</summary>
public interface INukeBuild
{
    IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; }

    IReadOnlyCollection<ExecutableTarget> InvokedTargets { get; }

    int? ExitCode { get; set; }

    AbsolutePath RootDirectory { get; }

    AbsolutePath TemporaryDirectory { get; }

    Verbosity Verbosity { get; }

    bool Plan { get; }

    bool IsLocalBuild { get; }

    void ReportSummary(Configure<Dictionary<string, string>>? configurator = null);

    T? TryGetValue<T>(Expression<Func<T?>> parameterExpression)
        where T : class;

    T? TryGetValue<T>(Expression<Func<object?>> parameterExpression);
}
