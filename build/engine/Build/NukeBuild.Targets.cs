using Nuke.Common.Execution;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; set; } = [];

    [Parameter("List of targets to be invoked. Default is '{default_target}'.", Name = "Target", Separator = "+")]
    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => [.. ExecutionPlan.Where(x => x.Invoked)];

    [Parameter("List of targets to be skipped. Empty list skips all dependencies.", Name = "Skip", Separator = "+")]
    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => With(ExecutionStatus.Skipped);

    public IReadOnlyCollection<ExecutableTarget> ScheduledTargets => With(ExecutionStatus.Scheduled);

    public IReadOnlyCollection<ExecutableTarget> RunningTargets => With(ExecutionStatus.Running);

    public IReadOnlyCollection<ExecutableTarget> AbortedTargets => With(ExecutionStatus.Aborted);

    public IReadOnlyCollection<ExecutableTarget> FailedTargets => With(ExecutionStatus.Failed);

    public IReadOnlyCollection<ExecutableTarget> SucceededTargets => With(ExecutionStatus.Succeeded);

    public IReadOnlyCollection<ExecutableTarget> FinishedTargets => [.. FailedTargets, .. SucceededTargets];

    public bool IsSucceeding => !IsFailing;

    public bool IsFailing =>
        ExecutionPlan.Any(x => x.Status is ExecutionStatus.Failed or ExecutionStatus.Aborted or ExecutionStatus.NotRun);

    public bool IsFinished => ScheduledTargets.Count == 0;

    ExecutableTarget[] With(ExecutionStatus status) => [.. ExecutionPlan.Where(x => x.Status == status)];
}
