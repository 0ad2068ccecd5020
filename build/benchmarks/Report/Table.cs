using System.Text;

namespace Lifecycle.Benchmarks.Report;

/// <summary>Rows under headings, as Markdown.</summary>
internal sealed record Table(string Title, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        if (Title.Length > 0)
        {
            _ = text.Append("### ").Append(Title).Append("\n\n");
        }

        // The first column names; the others are numbers.
        _ = text.Append(Row(Headings)).Append(Row([.. Headings.Select((_, column) => column == 0 ? "---" : "---:")]));
        foreach (var row in Rows)
        {
            _ = text.Append(Row([.. row, .. Enumerable.Repeat("", Headings.Count - row.Count)]));
        }

        return text.ToString();
    }

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
}
