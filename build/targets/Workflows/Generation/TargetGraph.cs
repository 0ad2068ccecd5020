using Nuke.Common.Execution;

namespace Targets.Workflows.Generation;

/// <summary>What the targets declare about each other.</summary>
internal sealed class TargetGraph(IEnumerable<ExecutableTarget> targets)
{
    private readonly Dictionary<string, ExecutableTarget> _targets = targets.ToDictionary(target => target.Name, StringComparer.Ordinal);

    public IEnumerable<ExecutableTarget> Targets => _targets.Values.OrderBy(target => target.Name, StringComparer.Ordinal);

    public bool Has(string target) => _targets.ContainsKey(target);

    /// <summary>Which of the others must have run before a target, without those that come before one of these anyway.</summary>
    public IReadOnlyList<string> Needs(string target, IReadOnlyCollection<string> others)
    {
        var before = others.Where(other => other != target && IsBefore(other, target)).ToList();
        return [.. before.Where(other => !before.Exists(nearer => nearer != other && IsBefore(other, nearer)))];
    }

    /// <summary>Also by way of others.</summary>
    public bool IsBefore(string earlier, string later)
    {
        var seen = new HashSet<ExecutableTarget>();
        var open = new Queue<ExecutableTarget>([_targets[later]]);
        while (open.TryDequeue(out var target))
        {
            foreach (var dependency in target.AllDependencies.Where(seen.Add))
            {
                open.Enqueue(dependency);
            }
        }

        return seen.Any(target => target.Name == earlier);
    }
}
