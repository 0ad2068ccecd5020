namespace Lifecycle.Tests.Workflows;

/// <summary>As much of GitHub's expressions as the workflows use.</summary>
internal sealed class Expressions(Func<string, string> look)
{
    private const string FromJson = "fromJSON(";

    /// <summary>Text with <c>${{ … }}</c> in it.</summary>
    public string Fill(string text)
    {
        for (int begin; (begin = text.IndexOf("${{", StringComparison.Ordinal)) >= 0;)
        {
            var end = text.IndexOf("}}", begin, StringComparison.Ordinal);
            // What is filled in is not read again: it is data.
            return text[..begin] + Evaluate(text[(begin + 3)..end]) + Fill(text[(end + 2)..]);
        }

        return text;
    }

    public bool IsTrue(string condition) => Evaluate(condition) is not ("" or "false");

    private string Evaluate(string expression)
    {
        if (Split(expression, "||") is var (left, right))
        {
            return Evaluate(left) is { } value && value is not ("" or "false") ? value : Evaluate(right);
        }

        if (Split(expression, "&&") is var (first, second))
        {
            return Evaluate(first) is { } value && value is "" or "false" ? value : Evaluate(second);
        }

        if (Split(expression, "!=") is var (one, other))
        {
            return Evaluate(one) != Evaluate(other) ? "true" : "false";
        }

        if (Split(expression, "==") is var (this1, that))
        {
            return Evaluate(this1) == Evaluate(that) ? "true" : "false";
        }

        var operand = expression.Trim();
        if (operand.StartsWith(FromJson, StringComparison.Ordinal))
        {
            return Evaluate(operand[FromJson.Length..^1]);
        }

        if (operand[0] == '(')
        {
            return Evaluate(operand[1..^1]);
        }

        return operand[0] == '\'' ? operand[1..^1] : look(operand);
    }

    // The first that stands in no parentheses.
    private static (string Left, string Right)? Split(string expression, string @operator)
    {
        for (var index = 0; (index = expression.IndexOf(@operator, index, StringComparison.Ordinal)) >= 0; index += @operator.Length)
        {
            if (expression[..index].Count(letter => letter == '(') == expression[..index].Count(letter => letter == ')'))
            {
                return (expression[..index], expression[(index + @operator.Length)..]);
            }
        }

        return null;
    }
}
