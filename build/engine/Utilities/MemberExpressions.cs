using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Utilities;

static class MemberExpressions
{
    /// <summary>The member that <c>() =&gt; Name</c> or <c>x =&gt; x.Name</c> points at, if that is all it does.</summary>
    public static MemberInfo? Member(this LambdaExpression expression) =>
        (expression.Body.WithoutConversion() as MemberExpression)?.Member;

    public static MemberInfo RequiredMember(this LambdaExpression expression) =>
        expression.Member() ?? throw new BuildError($"'{expression.Body}' must be a property or a field.");

    public static Expression WithoutConversion(this Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert } conversion
            ? conversion.Operand.WithoutConversion()
            : expression;
}
