namespace Nuke.Common.Execution;

/// <summary>Turns what definitions say of each other into dependencies between targets.</summary>
static class TargetLinker
{
    public static void Link(IReadOnlyList<ExecutableTarget> targets)
    {
        var byFactory = new Dictionary<Delegate, ExecutableTarget>();
        foreach (var target in targets)
            byFactory.TryAdd(target.Factory, target);

        foreach (var target in targets)
        {
            foreach (var relation in target.Relations)
            {
                if (!byFactory.TryGetValue(relation.Other, out var other))
                    throw new BuildError($"Target '{target.Name}' refers to a target that is not a property of this build.");

                Link(target, relation, other);
            }
        }
    }

    static void Link(ExecutableTarget target, TargetRelation relation, ExecutableTarget other)
    {
        switch (relation.Kind)
        {
            case RelationKind.DependsOn:
                target.ExecutionDependencies.Add(other);
                break;
            case RelationKind.DependentFor:
                other.ExecutionDependencies.Add(target);
                break;
            case RelationKind.Before:
                other.OrderDependencies.Add(target);
                break;
            case RelationKind.After:
                target.OrderDependencies.Add(other);
                break;
            case RelationKind.Triggers:
                target.Triggers.Add(other);
                other.TriggerDependencies.Add(target);
                break;
            case RelationKind.TriggeredBy:
                other.Triggers.Add(target);
                target.TriggerDependencies.Add(other);
                break;
            case RelationKind.Consumes:
                target.ArtifactDependencies.AddRange(other, relation.Artifacts.Count > 0 ? relation.Artifacts : other.ArtifactProducts);
                break;
        }
    }
}
