namespace Nuke.Common.Execution;

/// <summary>Targets that wait for each other can never run, whichever is invoked.</summary>
static class CycleCheck
{
    public static void Run(IReadOnlyCollection<ExecutableTarget> targets)
    {
        var path = new List<ExecutableTarget>();
        var cleared = new HashSet<ExecutableTarget>();
        foreach (var target in targets)
            Visit(target);

        void Visit(ExecutableTarget target)
        {
            var start = path.IndexOf(target);
            if (start >= 0)
                throw new BuildError($"Targets depend on each other: {string.Join(" -> ", path.Skip(start).Append(target))}");

            if (cleared.Contains(target))
                return;

            path.Add(target);
            foreach (var dependency in target.AllDependencies)
                Visit(dependency);
            path.RemoveAt(path.Count - 1);
            cleared.Add(target);
        }
    }
}
