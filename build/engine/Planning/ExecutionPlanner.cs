namespace Nuke.Common.Execution;

/// <summary>Puts the invoked targets, what they need and what they trigger into the order of execution.</summary>
static class ExecutionPlanner
{
    public static IReadOnlyList<ExecutableTarget> Plan(IReadOnlyCollection<ExecutableTarget> invoked)
    {
        var planned = Closure(invoked);
        var plan = new List<ExecutableTarget>();
        var visited = new HashSet<ExecutableTarget>();
        foreach (var target in invoked.Concat(planned))
            Visit(target);
        return plan;

        void Visit(ExecutableTarget target)
        {
            if (!visited.Add(target))
                return;

            foreach (var dependency in target.AllDependencies)
            {
                if (planned.Contains(dependency))
                    Visit(dependency);
            }

            plan.Add(target);
        }
    }

    static HashSet<ExecutableTarget> Closure(IEnumerable<ExecutableTarget> invoked)
    {
        var closure = new HashSet<ExecutableTarget>();
        var open = new Queue<ExecutableTarget>(invoked);
        while (open.TryDequeue(out var target))
        {
            if (!closure.Add(target))
                continue;

            foreach (var next in target.ExecutionDependencies.Concat(target.Triggers))
                open.Enqueue(next);
        }

        return closure;
    }
}
