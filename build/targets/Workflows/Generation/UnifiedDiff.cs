using System.Globalization;
using System.Text;

namespace Targets.Workflows.Generation;

/// <summary>What turns one text into another, as <c>diff -u</c> shows it.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Empty where the texts are equal.</summary>
    public static string Between(string path, string before, string after)
    {
        var lines = Compare(Lines(before), Lines(after));
        var changed = Enumerable.Range(0, lines.Count).Where(index => lines[index].Mark != ' ').ToList();
        var text = new StringBuilder();
        for (var next = 0; next < changed.Count;)
        {
            if (next == 0)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"--- {path}\n+++ {path} (generated)\n");
            }

            var first = Math.Max(0, changed[next] - Context);
            var end = changed[next];
            for (; next < changed.Count && changed[next] - end <= 2 * Context; next++)
            {
                end = changed[next];
            }

            WriteHunk(text, lines, first, Math.Min(lines.Count, end + Context + 1));
        }

        return text.ToString();
    }

    private static void WriteHunk(StringBuilder text, List<Line> lines, int first, int end)
    {
        var hunk = lines[first..end];
        var (old, @new) = (lines[..first].Count(line => line.Mark != '+'), lines[..first].Count(line => line.Mark != '-'));
        _ = text.Append(CultureInfo.InvariantCulture, $"@@ -{old + 1},{hunk.Count(line => line.Mark != '+')} +{@new + 1},{hunk.Count(line => line.Mark != '-')} @@\n");
        foreach (var line in hunk)
        {
            _ = text.Append(line.Mark).Append(line.Text.Replace("\r", "\\r", StringComparison.Ordinal)).Append('\n');
        }
    }

    // Longest common subsequence; the files have a few hundred lines.
    private static List<Line> Compare(string[] before, string[] after)
    {
        var common = Enumerable.Range(0, before.Length + 1).Select(_ => new int[after.Length + 1]).ToArray();
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i][j] = before[i] == after[j] ? common[i + 1][j + 1] + 1 : Math.Max(common[i + 1][j], common[i][j + 1]);
            }
        }

        var lines = new List<Line>();
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            var isCommon = i < before.Length && j < after.Length && before[i] == after[j];
            var isRemoved = !isCommon && i < before.Length && (j == after.Length || common[i + 1][j] >= common[i][j + 1]);
            lines.Add(isCommon ? new Line(' ', before[i]) : isRemoved ? new Line('-', before[i]) : new Line('+', after[j]));
            i += isCommon || isRemoved ? 1 : 0;
            j += isCommon || !isRemoved ? 1 : 0;
        }

        return lines;
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.EndsWith('\n') ? text[..^1].Split('\n') : text.Split('\n');

    private readonly record struct Line(char Mark, string Text);
}
