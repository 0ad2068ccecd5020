using Lifecycle.Redis;
using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>Where a log is to go on: which one, the number of its next segment, and the place.</summary>
/// <param name="Generation">The timestamp of its first checkpoint.</param>
/// <param name="Number">From one on.</param>
/// <param name="At">Where nothing is cut.</param>
/// <param name="Seam">What the file is to hold before that.</param>
/// <param name="Run">Of Redis, at that moment; empty where nobody noted it.</param>
/// <param name="Last">The last moment that it tells: that place, or one before it.</param>
internal sealed record LogHead(BackupName Generation, long Number, AofPosition At, Seam Seam, string Run, LogMoment Last)
{
    /// <summary>That of the newest log of a store.</summary>
    /// <returns>Null where none can go on: there is none, or its last segment may end within a command, or at a place that nothing tells from another.</returns>
    public static async Task<LogHead?> FindAsync(IBackupStore store, IReadOnlyList<LogGeneration> logs, CancellationToken cancellationToken)
    {
        if (logs is not [.., { Segments: [.., var last] } newest] || await new LogCatalog(store).ReadEndAsync(newest, cancellationToken) is not { } end)
        {
            return null;
        }

        await using var segment = await StoredSegment.OpenAsync(store, last, cancellationToken);
        return (segment.Head.Seam.Length > 0 || segment.Head.Run.Length > 0) && (end.Position == segment.End || segment.Head.Length < SegmentBuffer.Room)
            ? new LogHead(newest.Name, last.Number + 1, segment.End, segment.Head.Seam, segment.Head.Run, end)
            : null;
    }
}
