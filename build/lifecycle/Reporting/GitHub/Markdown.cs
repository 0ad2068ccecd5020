using System.Text;

namespace Lifecycle.Reporting.GitHub;

/// <summary>Text as text: nothing in it is a table border, a link, or HTML.</summary>
public static class Markdown
{
    private const string Special = "\\`*_{}[]()<>#+!|~&@$";

    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = character switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '@' => escaped.Append("&#64;"),
                _ when char.IsControl(character) => escaped.Append(' '),
                _ when Special.Contains(character, StringComparison.Ordinal) => escaped.Append('\\').Append(character),
                _ => escaped.Append(character),
            };
        }

        // A bare address would become a link.
        return escaped.Replace("://", ":&#47;&#47;").ToString();
    }

    public static string Table(IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(heading);
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder(Row(heading)).Append(Row([.. heading.Select(_ => "---")]));
        foreach (var row in rows)
        {
            _ = text.Append(Row([.. row.Select(Escape)]));
        }

        return text.ToString();
    }

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |\n";
}
