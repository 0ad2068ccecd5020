using System.Linq.Expressions;

namespace Nuke.Common.Utilities;

/// <summary>An expression roughly as it was written.</summary>
static class ExpressionText
{
    const string Constant = "value(";

    public static string Of(Expression expression)
    {
        var text = expression.ToString();
        for (var start = Find(text); start >= 0; start = Find(text))
            text = text.Remove(start, text.IndexOf(").", start, StringComparison.Ordinal) + 2 - start);
        return text is ['(', .. var inner, ')'] ? inner : text;
    }

    static int Find(string text) => text.IndexOf(Constant, StringComparison.Ordinal);
}
