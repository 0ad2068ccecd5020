using Lifecycle.Redis;
using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>Where a log is to go on: which one, the number of its next segment, and the place.</summary>
/// <param name="Generation">The timestamp of its first checkpoint.</param>
/// <param name="Number">From one on.</param>
/// <param name="At">Where nothing is cut.</param>
/// <param name="Seam">What the file is to hold before that.</param>
/// <param name="Time">The last one that it tells.</param>
internal sealed record LogHead(BackupName Generation, long Number, AofPosition At, Seam Seam, DateTimeOffset Time)
{
    /// <summary>That of the newest log of a store.</summary>
    /// <returns>Null where none can go on: there is none, or its last segment ends within a command, or at a place that nothing tells from another.</returns>
    public static async Task<LogHead?> FindAsync(IBackupStore store, IReadOnlyList<LogGeneration> logs, CancellationToken cancellationToken)
    {
        if (logs is not [.., { Unreachable: [], Segments: [.., var last] } newest])
        {
            return null;
        }

        await using var segment = await StoredSegment.OpenAsync(store, last, cancellationToken);
        return segment.Head is { Ticks: [.., var tick], Seam.Length: > 0 } head && tick.At == head.Length
            ? new LogHead(newest.Name, last.Number + 1, segment.End, head.Seam, tick.Time)
            : null;
    }
}
