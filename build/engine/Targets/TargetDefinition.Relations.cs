namespace Nuke.Common.Execution;

sealed partial class TargetDefinition
{
    public ITargetDefinition DependsOn(params Target[] targets) => Relate(RelationKind.DependsOn, targets);
    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets) => Relate(RelationKind.DependsOn, Of(targets));
    public ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets) => Relate(RelationKind.DependsOn, TryOf(targets));

    public ITargetDefinition DependentFor(params Target[] targets) => Relate(RelationKind.DependentFor, targets);
    public ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets) => Relate(RelationKind.DependentFor, Of(targets));
    public ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets) => Relate(RelationKind.DependentFor, TryOf(targets));

    public ITargetDefinition Before(params Target[] targets) => Relate(RelationKind.Before, targets);
    public ITargetDefinition Before<T>(params Func<T, Target>[] targets) => Relate(RelationKind.Before, Of(targets));
    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets) => Relate(RelationKind.Before, TryOf(targets));

    public ITargetDefinition After(params Target[] targets) => Relate(RelationKind.After, targets);
    public ITargetDefinition After<T>(params Func<T, Target>[] targets) => Relate(RelationKind.After, Of(targets));
    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets) => Relate(RelationKind.After, TryOf(targets));

    public ITargetDefinition Triggers(params Target[] targets) => Relate(RelationKind.Triggers, targets);
    public ITargetDefinition Triggers<T>(params Func<T, Target>[] targets) => Relate(RelationKind.Triggers, Of(targets));
    public ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets) => Relate(RelationKind.Triggers, TryOf(targets));

    public ITargetDefinition TriggeredBy(params Target[] targets) => Relate(RelationKind.TriggeredBy, targets);
    public ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets) => Relate(RelationKind.TriggeredBy, Of(targets));
    public ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets) => Relate(RelationKind.TriggeredBy, TryOf(targets));

    public ITargetDefinition Consumes(params Target[] targets) => Relate(RelationKind.Consumes, targets);
    public ITargetDefinition Consumes<T>(params Func<T, Target>[] targets) => Relate(RelationKind.Consumes, Of(targets));
    public ITargetDefinition Consumes(Target target, params string[] artifacts) => Relate(RelationKind.Consumes, [target], artifacts);
    public ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts) =>
        Relate(RelationKind.Consumes, Of(target), artifacts);

    TargetDefinition Relate(RelationKind kind, IEnumerable<Target> others, params string[] artifacts)
    {
        foreach (var other in others)
            target.Relations.Add(new TargetRelation(kind, other, artifacts));
        return this;
    }

    Target[] Of<T>(params Func<T, Target>[] targets) =>
        build is T
            ? TryOf(targets)
            : throw new BuildError($"Target '{target.Name}' refers to a target of {typeof(T).Name}, which {build.GetType().Name} does not implement.");

    Target[] TryOf<T>(Func<T, Target>[] targets) =>
        build is T component ? Array.ConvertAll(targets, x => x(component)) : [];
}
