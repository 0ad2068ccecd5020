namespace Nuke.Common.Execution;

enum RelationKind
{
    DependsOn,
    DependentFor,
    Before,
    After,
    Triggers,
    TriggeredBy,
    Consumes,
}

/// <summary>What a definition says about another target, before that target is known.</summary>
sealed record TargetRelation(RelationKind Kind, Target Other, IReadOnlyList<string> Artifacts);
