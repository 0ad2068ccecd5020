namespace Nuke.Common.Execution;

public enum ExecutionStatus
{
    None,
    Scheduled,
    NotRun,
    Skipped,
    Succeeded,
    Failed,
    Running,
    Aborted,

    /// <summary>A target without actions, which only gathers others.</summary>
    Collective,
}
