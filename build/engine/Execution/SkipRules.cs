namespace Nuke.Common.Execution;

/// <summary>Decides before anything runs which planned targets are left out.</summary>
internal sealed class SkipRules(IReadOnlyCollection<ExecutableTarget> plan)
{
    /// <param name="named">Nobody named: whatever was not invoked.</param>
    public void Apply(IReadOnlyCollection<ExecutableTarget> named)
    {
        foreach (var target in plan.Where(target => named.Count == 0 || named.Contains(target)))
        {
            Skip(target, "via parameter");
        }
    }

    private void Skip(ExecutableTarget target, string reason)
    {
        if (target.Invoked || target.Status != ExecutionStatus.Scheduled)
        {
            return;
        }

        target.Status = ExecutionStatus.Skipped;
        target.Skipped = reason;
        foreach (var dependency in target.ExecutionDependencies.Where(dependency => !IsNeeded(dependency)))
        {
            Skip(dependency, $"because of {target}");
        }
    }

    private bool IsNeeded(ExecutableTarget dependency) =>
        plan.Any(target => target.Status == ExecutionStatus.Scheduled && target.ExecutionDependencies.Contains(dependency));
}
