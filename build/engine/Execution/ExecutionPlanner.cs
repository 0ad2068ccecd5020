using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>
/// The order of execution, as NUKE 10.1.0 finds it: one order over all targets of the build, from its end, each time the
/// first declared target that no remaining one waits for; then what is not invoked and not needed is left out. The order
/// in which targets were invoked does not matter.
/// </summary>
internal static class ExecutionPlanner
{
    public static IReadOnlyList<ExecutableTarget> Plan(IReadOnlyList<ExecutableTarget> targets, IReadOnlyCollection<ExecutableTarget> invoked)
    {
        var plan = new List<ExecutableTarget>();
        foreach (var target in FromTheEnd(targets))
        {
            if (invoked.Contains(target) || plan.Exists(later => later.ExecutionDependencies.Contains(target)))
            {
                plan.Add(target);
            }
        }

        plan.Reverse();
        return plan;
    }

    private static IEnumerable<ExecutableTarget> FromTheEnd(IReadOnlyList<ExecutableTarget> targets)
    {
        var remaining = targets.ToList();
        while (remaining.Count > 0)
        {
            var last = remaining.Find(target => !remaining.Exists(other => other.AllDependencies.Contains(target)))
                ?? throw new BuildError($"Targets wait for each other: {string.Join(", ", remaining)}.");
            _ = remaining.Remove(last);
            yield return last;
        }
    }
}
