namespace Targets.CommandLine;

/// <summary>Finds the word that somebody most likely meant.</summary>
internal static class Spelling
{
    public static string Nearest(string word, IEnumerable<string> known) => known.MinBy(candidate => Mistakes(word.ToUpperInvariant(), candidate.ToUpperInvariant())) ?? "";

    // To leave out the first words of a name is one mistake: who types --bucket means --backup-bucket.
    private static int Mistakes(string word, string candidate)
    {
        var (typed, name) = (word.TrimStart('-'), candidate.TrimStart('-'));
        var ends = Enumerable.Range(1, Math.Max(0, name.Length - 1)).Where(index => name[index - 1] == '-').Select(index => 1 + Distance(typed, name[index..]));
        return ends.Append(Distance(typed, name)).Min();
    }

    // Optimal string alignment: insertions, deletions, replacements and swaps of neighbours count one each.
    private static int Distance(string left, string right)
    {
        var beforeLast = new int[right.Length + 1];
        var last = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, 1 + Math.Min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, row);
        }

        return last[right.Length];
    }
}
