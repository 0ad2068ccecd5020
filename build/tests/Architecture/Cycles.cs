namespace Lifecycle.Tests.Architecture;

/// <summary>Cycles among the nodes of a graph.</summary>
internal static class Cycles
{
    /// <param name="arrows">From node to node; one to itself is none.</param>
    /// <returns>The nodes of a shortest cycle, with the first once more at its end; nothing where there is no cycle.</returns>
    public static IReadOnlyList<string> Shortest(IEnumerable<(string From, string To)> arrows)
    {
        var next = arrows.Where(arrow => arrow.From != arrow.To).Distinct().Order().ToLookup(arrow => arrow.From, arrow => arrow.To);
        return next.Select(node => Around(node.Key, next)).Where(cycle => cycle.Count > 0).MinBy(cycle => cycle.Count) ?? [];
    }

    // Breadth first, so that the first way back is a shortest one.
    private static IReadOnlyList<string> Around(string start, ILookup<string, string> next)
    {
        var seen = new HashSet<string>();
        var ways = new Queue<IReadOnlyList<string>>([[start]]);
        while (ways.TryDequeue(out var way))
        {
            foreach (var node in next[way[^1]])
            {
                if (node == start)
                {
                    return [.. way, start];
                }

                if (seen.Add(node))
                {
                    ways.Enqueue([.. way, node]);
                }
            }
        }

        return [];
    }
}
