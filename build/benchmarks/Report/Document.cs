using System.Globalization;
using System.Text;
using Lifecycle.Cluster.Locks;

namespace Lifecycle.Benchmarks.Report;

/// <summary>The report: in docs/ when everything was measured as it should be, else in output/.</summary>
/// <param name="root">The repository.</param>
/// <param name="everything">Whether nothing was left out on purpose.</param>
/// <param name="conditions">Under which it was measured.</param>
/// <param name="sections">One for each scenario.</param>
internal sealed class Document(string root, bool everything, Conditions conditions, IReadOnlyList<Section> sections)
{
    private const string Name = "benchmarks";

    private bool IsComplete => everything && sections.All(section => section.Tables.Count > 0 && !section.HasVoidResult);

    public async Task WriteAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, IsComplete ? "docs" : "output")).FullName;
        var file = Path.Combine(folder, $"{Name}.md");
        await File.WriteAllTextAsync(file, ToMarkdown(), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{Name}.svg"), BarChart.Draw([.. sections.SelectMany(section => section.Panels)]), cancellationToken);
        foreach (var aim in sections.SelectMany(section => section.Aims))
        {
            await output.WriteLineAsync(aim.ToString());
        }

        await output.WriteLineAsync($"Report: {Path.GetRelativePath(root, file)}{(IsComplete ? "" : " (docs/ gets one only when every part was measured, in full, under the usual conditions)")}");
    }

    private string ToMarkdown()
    {
        var text = new StringBuilder();
        _ = text.Append(CultureInfo.InvariantCulture, $"""
            # Benchmarks

            Written by `./build.sh Benchmark` on {DateTime.UtcNow:yyyy-MM-dd}. Measured on one machine, the cluster, the store and the contenders together:
            {Machine.Describe()}.

            {conditions.Describe()}Redis runs with the limits of k8s/apps/redis (250m CPU, 256Mi). Contenders take turns, round by round, and each result is checked:
            the content of an archive, the keys after a restore. Numbers are medians, with the least and the most; MB are 10^6 bytes.

            ![Times](benchmarks.svg)

            ## Aims


            """);
        _ = text.Append(new Table("", ["Aim", "Bound", "Reached", "Met"], [.. sections.SelectMany(section => section.Aims).Select(aim => aim.Cells)]).ToMarkdown());
        foreach (var section in sections)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"\n## {section.Title}\n\n{section.Explanation}\n");
            foreach (var table in section.Tables)
            {
                _ = text.Append('\n').Append(table.ToMarkdown());
            }
        }

        return text.ToString();
    }
}
