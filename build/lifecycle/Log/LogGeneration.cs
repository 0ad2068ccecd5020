using Lifecycle.Redis;
using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>A backup from which a log goes on.</summary>
/// <param name="Backup">It.</param>
/// <param name="Position">Where.</param>
/// <param name="Time">When it was taken. Its name says only the second.</param>
public sealed record Checkpoint(StoredBackup Backup, AofPosition Position, DateTimeOffset Time);

/// <summary>
/// One unbroken log: its checkpoints, and its segments. Nothing in it is missing: where a segment is, what follows is a log of
/// its own, of the same name.
/// </summary>
/// <param name="Name">The timestamp of its first checkpoint, which may have been rotated away since.</param>
/// <param name="Checkpoints">Those that are still there and from which it goes on, oldest first.</param>
/// <param name="Segments">In order; one at least.</param>
public sealed record LogGeneration(BackupName Name, IReadOnlyList<Checkpoint> Checkpoints, IReadOnlyList<SegmentKey> Segments)
{
    /// <summary>Those of its name from which nothing goes on: what followed them is missing, or was not listed.</summary>
    public IReadOnlyList<Checkpoint> Unfollowed { get; init; } = [];

    public Owner Owner => Segments[0].Owner;

    private AofPosition From => Segments[0].From;

    /// <param name="stored">All that there are of one name.</param>
    /// <param name="checkpoints">Those of that name.</param>
    public static IReadOnlyList<LogGeneration> Of(IEnumerable<SegmentKey> stored, IReadOnlyList<Checkpoint> checkpoints)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var runs = new List<List<SegmentKey>>();
        foreach (var segment in stored.OrderBy(segment => segment.Number).ThenBy(segment => segment.From))
        {
            // Two of one number are of two archivers, of which one has given up.
            if (runs is not [.., [.., var last]] || (last.Number + 1 != segment.Number && last.Number != segment.Number))
            {
                runs.Add([]);
            }

            runs[^1].Add(segment);
        }

        return [.. runs.Select((run, index) => new LogGeneration(
            run[0].Generation,
            [.. checkpoints.Where(checkpoint => checkpoint.Position >= run[0].From && (index + 1 == runs.Count || checkpoint.Position < runs[index + 1][0].From)).OrderBy(checkpoint => checkpoint.Position)],
            run)
        {
            Unfollowed = index == 0 ? [.. checkpoints.Where(checkpoint => checkpoint.Position < run[0].From).OrderBy(checkpoint => checkpoint.Position)] : [],
        })];
    }

    /// <summary>Whether this is the log in which a place is looked for.</summary>
    public bool IsOf(LogPlace place) => place is not null && Name == place.Generation && From <= place.Position;

    /// <summary>From a checkpoint on: what holds something that it does not, or tells until when nothing was written after it.</summary>
    public IReadOnlyList<SegmentKey> After(AofPosition position) => After(Segments, position);

    /// <summary>The same, of segments in order among which some may be missing.</summary>
    public static IReadOnlyList<SegmentKey> After(IReadOnlyList<SegmentKey> segments, AofPosition position)
    {
        ArgumentNullException.ThrowIfNull(segments);
        return [.. segments.Where((segment, index) => index + 1 == segments.Count || segments[index + 1].From > position || segment.From == position)];
    }

    /// <summary>The newest checkpoint that holds nothing later than this, and from which the log goes on.</summary>
    public Checkpoint? FindCheckpoint(AofPosition position) =>
        Checkpoints.LastOrDefault(checkpoint => checkpoint.Position <= position);
}
