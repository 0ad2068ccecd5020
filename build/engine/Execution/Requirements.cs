using System.Linq.Expressions;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Checks before anything runs that every scheduled target has what it requires.</summary>
static class Requirements
{
    public static void Check(NukeBuild build)
    {
        var ofBuild = build.Parameters.All
            .Where(x => x.IsRequired && !IsMet(x.Member.ReadFrom(build)))
            .Select(x => $"{build.GetType().Name} requires '{x.Argument}'.");
        var ofTargets = build.ScheduledTargets.SelectMany(target => target.DelegateRequirements
            .Where(x => !IsMet(Value(x)))
            .Select(x => $"Target '{target.Name}' requires {Describe(x, build)}."));
        List<string> unmet = [.. ofBuild, .. ofTargets];

        if (unmet.Count > 0)
            throw new BuildError(string.Join(Environment.NewLine, unmet));
    }

    static bool IsMet(object? value) => value switch
    {
        null => false,
        bool holds => holds,
        string text => text.Length > 0,
        _ => true,
    };

    static object? Value(LambdaExpression requirement) =>
        requirement.Body.WithoutConversion() is MemberExpression { Expression: ConstantExpression { Value: { } owner } } member
            ? member.Member.ReadFrom(owner)
            : requirement.Compile(preferInterpretation: true).DynamicInvoke();

    static string Describe(LambdaExpression requirement, NukeBuild build) =>
        requirement.Member() is { } member && build.Parameters.Find(member) is { } parameter
            ? $"'{parameter.Argument}'"
            : $"'{ExpressionText.Of(requirement.Body)}'";
}
