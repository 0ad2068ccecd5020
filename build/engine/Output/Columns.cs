namespace Nuke.Common.Output;

/// <summary>Names on the left, text wrapped on the right.</summary>
internal static class Columns
{
    private const string Margin = "  ";

    public static void Write(TextWriter output, IReadOnlyCollection<(string Name, string Text)> rows, int width)
    {
        var indent = rows.Max(row => row.Name.Length) + (2 * Margin.Length);
        foreach (var (name, text) in rows)
        {
            var left = Margin + name;
            foreach (var line in text.Split('\n').SelectMany(paragraph => Wrap(paragraph, width - indent)))
            {
                output.WriteLine((left.PadRight(indent) + line).TrimEnd());
                left = "";
            }
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}
