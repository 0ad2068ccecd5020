using System.Linq.Expressions;

namespace Nuke.Common;

/// <summary>What a target says about itself.</summary>
public interface ITargetDefinition
{
    ITargetDefinition Description(string description);

    ITargetDefinition Executes(params Action[] actions);

    ITargetDefinition Executes(Func<Task> action);

    ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets);

    ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets);

    ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets);

    ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements);

    /// <summary>For readers: nothing is done with it.</summary>
    ITargetDefinition Produces(params string[] artifacts);

    /// <summary>For readers: it orders nothing.</summary>
    ITargetDefinition Consumes<T>(params Func<T, Target>[] targets);
}
