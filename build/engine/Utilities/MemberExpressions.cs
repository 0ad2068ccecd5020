using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Utilities;

internal static class MemberExpressions
{
    /// <summary>The name of what <c>() =&gt; Name</c> or <c>x =&gt; x.Name</c> points at.</summary>
    public static string MemberName(this LambdaExpression expression) =>
        (WithoutConversion(expression.Body) as MemberExpression)?.Member.ShortName() ?? throw new BuildError($"'{expression.Body}' must be a property.");

    /// <summary>The name under which a parameter is read, which need not be its member's.</summary>
    public static string ParameterName(this LambdaExpression expression) =>
        (WithoutConversion(expression.Body) as MemberExpression)?.Member.GetCustomAttribute<ParameterAttribute>()?.Name ?? expression.MemberName();

    /// <summary>An explicitly implemented member carries its interface's name as well.</summary>
    public static string ShortName(this MemberInfo member) => member.Name[(member.Name.LastIndexOf('.') + 1)..];

    private static Expression WithoutConversion(Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert } conversion ? WithoutConversion(conversion.Operand) : expression;
}
