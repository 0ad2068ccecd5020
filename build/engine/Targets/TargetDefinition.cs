using System.Linq.Expressions;
using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common.Targets;

/// <summary>Writes what a target's lambda says into its <see cref="ExecutableTarget" />.</summary>
/// <param name="build">Has the components that a target may name.</param>
/// <param name="target">Is defined.</param>
/// <param name="targets">All of the build, by what their properties return.</param>
internal sealed class TargetDefinition(NukeBuild build, ExecutableTarget target, IReadOnlyDictionary<Delegate, ExecutableTarget> targets) : ITargetDefinition
{
    public ITargetDefinition Description(string description)
    {
        target.Description = description;
        return this;
    }

    public ITargetDefinition Executes(params Action[] actions)
    {
        target.Actions.AddRange(actions);
        return this;
    }

    public ITargetDefinition Executes(Func<Task> action) => Executes(() => action().GetAwaiter().GetResult());

    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets)
    {
        target.ExecutionDependencies.AddRange(build is T
            ? Find(targets)
            : throw new BuildError($"Target '{target}' refers to a target of {typeof(T).Name}, which {build.GetType().Name} does not implement."));
        return this;
    }

    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets)
    {
        foreach (var later in Find(targets))
        {
            later.OrderDependencies.Add(target);
        }

        return this;
    }

    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets)
    {
        target.OrderDependencies.AddRange(Find(targets));
        return this;
    }

    public ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements)
    {
        target.Requirements.AddRange([requirement, .. requirements]);
        return this;
    }

    public ITargetDefinition Produces(params string[] artifacts) => this;

    public ITargetDefinition Consumes<T>(params Func<T, Target>[] targets) => this;

    private IEnumerable<ExecutableTarget> Find<T>(Func<T, Target>[] named) => build is T component ? named.Select(name => targets[name(component)]) : [];
}
