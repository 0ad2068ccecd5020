namespace Nuke.Common.Utilities;

/// <summary>Names on the left, text wrapped on the right.</summary>
static class Columns
{
    const int Margin = 2;

    public static void Write(TextWriter output, IReadOnlyCollection<(string Name, string Text)> rows, int width)
    {
        var indent = Margin + rows.Max(x => x.Name.Length) + Margin;
        foreach (var (name, text) in rows)
        {
            var left = new string(' ', Margin) + name;
            foreach (var line in text.Split('\n').SelectMany(x => Wrap(x, Math.Max(20, width - indent))))
            {
                output.WriteLine((left.PadRight(indent) + line).TrimEnd());
                left = string.Empty;
            }
        }
    }

    static IEnumerable<string> Wrap(string text, int width)
    {
        var line = string.Empty;
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
