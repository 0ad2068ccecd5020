namespace Lifecycle.Log;

/// <summary>Finds where a log goes on, but nobody looked for a while: of what Redis held meanwhile only the ends are known.</summary>
/// <param name="first">Where the log is read from.</param>
internal sealed class Unseen(LogMoment first)
{
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _stretches = [];
    private LogMoment _last = first;

    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Stretches => _stretches;

    /// <summary>Takes the segments in order.</summary>
    public void Add(StoredSegment segment)
    {
        foreach (var next in segment.Moments)
        {
            if (!_last.LastsUntil(next))
            {
                _stretches.Add((_last.Time, next.Time));
            }

            _last = next.Position >= _last.Position ? next : _last;
        }
    }
}
