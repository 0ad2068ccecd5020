namespace Nuke.Common.Execution;

/// <summary>Decides before anything runs which planned targets are left out.</summary>
static class SkipRules
{
    public static void Apply(NukeBuild build, IReadOnlyCollection<ExecutableTarget> targets)
    {
        if (build.Parameters.BuiltIn<string[]>("Skip") is { } names)
            SkipByParameter(build, targets, names);

        foreach (var target in build.ScheduledTargets)
        {
            // A condition of a target that another one took along need not hold, nor even be asked.
            if (target.Status != ExecutionStatus.Scheduled || UnmetCondition(target.StaticConditions) is not { } condition)
                continue;

            target.Status = ExecutionStatus.Skipped;
            target.OnlyWhen = condition;
            if (target.DependencyBehavior == DependencyBehavior.Skip)
                SkipDependencies(build, target);
        }
    }

    /// <summary>The text of the first condition that does not hold.</summary>
    public static string? UnmetCondition(List<(string Text, Func<bool> Delegate)> conditions)
    {
        foreach (var (text, holds) in conditions)
        {
            if (!holds())
                return text;
        }

        return null;
    }

    static void SkipByParameter(NukeBuild build, IReadOnlyCollection<ExecutableTarget> targets, string[] names)
    {
        var chosen = Array.ConvertAll(names, x => InvokedTargets.Named(x, targets));
        foreach (var target in build.ExecutionPlan)
        {
            if (target.Invoked || (chosen.Length > 0 && !chosen.Contains(target)))
                continue;

            target.Status = ExecutionStatus.Skipped;
            target.Skipped = "via parameter";
        }

        foreach (var target in build.SkippedTargets)
            SkipDependencies(build, target);
    }

    /// <summary>What no remaining target needs is not run for its own sake.</summary>
    static void SkipDependencies(NukeBuild build, ExecutableTarget skipped)
    {
        foreach (var dependency in skipped.ExecutionDependencies)
        {
            if (dependency.Invoked || dependency.Status == ExecutionStatus.Skipped || IsNeeded(build, dependency))
                continue;

            dependency.Status = ExecutionStatus.Skipped;
            dependency.Skipped = $"only needed by {skipped.Name}";
            SkipDependencies(build, dependency);
        }
    }

    static bool IsNeeded(NukeBuild build, ExecutableTarget target) =>
        build.ScheduledTargets.Any(x => x.ExecutionDependencies.Contains(target) || x.Triggers.Contains(target));
}
