namespace Nuke.Common.Utilities;

/// <summary>Finds the word that a misspelt one was meant to be.</summary>
static class Spelling
{
    public static string DidYouMean(string typed, IEnumerable<string> known)
    {
        var nearest = known.MinBy(x => Distance(Names.Normalized(typed), Names.Normalized(x)));
        return nearest is null ? string.Empty : $" Did you mean '{nearest}'?";
    }

    /// <summary>How many letters must be added, dropped, replaced or swapped with their neighbour (Damerau-Levenshtein).</summary>
    public static int Distance(string a, string b)
    {
        var distances = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            distances[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            distances[0, j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var added = Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1;
                distances[i, j] = Math.Min(replaced, added);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
            }
        }

        return distances[a.Length, b.Length];
    }
}
