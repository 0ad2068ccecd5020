using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>Writes what a target's lambda says into its <see cref="ExecutableTarget"/>.</summary>
sealed partial class TargetDefinition(NukeBuild build, ExecutableTarget target) : ITargetDefinition
{
    readonly Stack<PropertyInfo> declarations = new([(PropertyInfo)target.Member]);

    public ITargetDefinition Description(string description)
    {
        target.Description = description;
        return this;
    }

    public ITargetDefinition Unlisted()
    {
        target.Listed = false;
        return this;
    }

    public ITargetDefinition Executes(params Action[] actions)
    {
        foreach (var action in actions)
        {
            target.Actions.Add(() =>
            {
                action();
                return Task.CompletedTask;
            });
        }

        return this;
    }

    public ITargetDefinition Executes<T>(Func<T> action) => Executes(() => { _ = action(); });

    public ITargetDefinition Executes(Func<Task> action)
    {
        target.Actions.Add(action);
        return this;
    }

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, string? conditionExpression = null)
    {
        target.DynamicConditions.Add((ConditionText(conditionExpression), condition));
        return this;
    }

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, string? conditionExpression = null)
    {
        target.StaticConditions.Add((ConditionText(conditionExpression), condition));
        return this;
    }

    public ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior)
    {
        target.DependencyBehavior = dependencyBehavior;
        return this;
    }

    public ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : class => Require([parameterRequirement, .. parameterRequirements]);

    public ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : struct => Require([parameterRequirement, .. parameterRequirements]);

    public ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements) =>
        Require([requirement, .. requirements]);

    public ITargetDefinition AssuredAfterFailure()
    {
        target.AssuredAfterFailure = true;
        return this;
    }

    public ITargetDefinition ProceedAfterFailure()
    {
        target.ProceedAfterFailure = true;
        return this;
    }

    public ITargetDefinition Produces(params string[] artifacts)
    {
        target.ArtifactProducts.AddRange(artifacts);
        return this;
    }

    TargetDefinition Require(IEnumerable<LambdaExpression> requirements)
    {
        target.DelegateRequirements.AddRange(requirements);
        return this;
    }

    static string ConditionText(string? expression) =>
        expression?.StartsWith("() =>", StringComparison.Ordinal) == true ? expression[5..].Trim() : expression ?? "condition";
}
