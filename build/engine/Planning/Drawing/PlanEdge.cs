namespace Nuke.Common.Execution;

enum PlanEdgeKind
{
    Dependency,
    Trigger,
    Order,
}

/// <summary>From what comes first to what comes after it.</summary>
sealed record PlanEdge(ExecutableTarget From, ExecutableTarget To, PlanEdgeKind Kind)
{
    /// <summary>One edge between two targets, the strongest.</summary>
    public static IReadOnlyList<PlanEdge> Between(IEnumerable<ExecutableTarget> targets) =>
    [
        .. targets.SelectMany(target => target.ExecutionDependencies.Select(x => new PlanEdge(x, target, PlanEdgeKind.Dependency))
                .Concat(target.TriggerDependencies.Select(x => new PlanEdge(x, target, PlanEdgeKind.Trigger)))
                .Concat(target.OrderDependencies.Select(x => new PlanEdge(x, target, PlanEdgeKind.Order))))
            .DistinctBy(x => (x.From, x.To)),
    ];
}
