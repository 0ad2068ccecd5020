using Lifecycle.Redis;
using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>A backup from which a log goes on.</summary>
public sealed record Checkpoint(StoredBackup Backup, AofPosition Position);

/// <summary>
/// One unbroken log: its checkpoints, and its segments from the first on. Nothing in it is missing: what lies beyond a missing
/// segment is not counted to it.
/// </summary>
/// <param name="Name">The timestamp of its first checkpoint, which may have been rotated away since.</param>
/// <param name="Checkpoints">Those that are still there, oldest first.</param>
/// <param name="Segments">In order.</param>
public sealed record LogGeneration(BackupName Name, IReadOnlyList<Checkpoint> Checkpoints, IReadOnlyList<SegmentKey> Segments)
{
    /// <summary>Segments that follow a missing one: nothing can be restored from them.</summary>
    public IReadOnlyList<SegmentKey> Unreachable { get; init; } = [];

    /// <param name="stored">All that there are of this generation.</param>
    /// <param name="checkpoints">Those of this generation.</param>
    public static LogGeneration Of(IEnumerable<SegmentKey> stored, IReadOnlyList<Checkpoint> checkpoints)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var ordered = stored.OrderBy(segment => segment.Number).ThenBy(segment => segment.From).ToList();
        var broken = Enumerable.Range(1, ordered.Count - 1).FirstOrDefault(index => ordered[index].Number != ordered[index - 1].Number + 1, ordered.Count);
        return new LogGeneration(ordered[0].Generation, [.. checkpoints.OrderBy(checkpoint => checkpoint.Position)], ordered[..broken]) { Unreachable = ordered[broken..] };
    }

    /// <summary>From a checkpoint on: what holds something that it does not, or tells until when nothing was written after it.</summary>
    public IReadOnlyList<SegmentKey> After(AofPosition position) =>
        [.. Segments.Where((segment, index) => index + 1 == Segments.Count || Segments[index + 1].From > position || segment.From == position)];

    /// <summary>The newest checkpoint that holds nothing later than this, and from which the log goes on.</summary>
    public Checkpoint? FindCheckpoint(AofPosition position) =>
        Checkpoints.LastOrDefault(checkpoint => checkpoint.Position <= position && Segments is [var first, ..] && first.From <= checkpoint.Position);
}
