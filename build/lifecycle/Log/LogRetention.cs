using Lifecycle.Failures;
using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>What of the logs a rotation keeps: what the checkpoints that stay need, and nothing else.</summary>
/// <param name="logs">Of the owners whose backups are rotated, oldest first.</param>
internal sealed class LogRetention(IReadOnlyList<LogGeneration> logs)
{
    /// <param name="store">Where they are.</param>
    /// <param name="all">All backups of the store.</param>
    /// <param name="rotated">Those that are rotated; their owners share a name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">It is not known what a backup needs.</exception>
    public static async Task<LogRetention> ReadAsync(IBackupStore store, IReadOnlyList<StoredBackup> all, IReadOnlyList<StoredBackup> rotated, CancellationToken cancellationToken)
    {
        var owners = rotated.Select(backup => backup.Owner).OfType<Owner>().ToHashSet();
        try
        {
            return new LogRetention(owners.Count == 0 ? [] : await new LogCatalog(store).ListAsync(SegmentKey.Beginning(owners.First().Name), owners.Contains, all, cancellationToken));
        }
        catch (InvalidDataException exception)
        {
            throw new LifecycleException($"Nothing is removed, for it is not known which log a backup needs: {exception.Message}", "Remove that backup by hand, then run Rotate again", exception);
        }
    }

    /// <summary>
    /// The checkpoints that stay, besides the newest backups: those that it takes to restore so long a time, and the last one
    /// in any case, for an archiver may be going on from it.
    /// </summary>
    /// <param name="keepLog">How long; null for no time at all.</param>
    /// <param name="now">Until when.</param>
    /// <param name="failed">Those that a drill could not restore: in the place of such a one is what comes before it.</param>
    public IReadOnlySet<BackupName> Needed(TimeSpan? keepLog, DateTimeOffset now, IReadOnlySet<BackupName> failed)
    {
        var last = logs.SelectMany(AllOf).TakeLast(1);
        var within = keepLog is { } span ? logs.SelectMany(log => Within(log, now - span, failed)) : [];
        return within.Concat(last).Select(each => each.Backup.Name).ToHashSet();
    }

    /// <returns>The segments that no backup needs which stays.</returns>
    public IReadOnlyList<SegmentKey> Dispensable(RetentionPlan plan)
    {
        var kept = plan.Keep.Where(backup => backup.IsComplete).Select(backup => backup.Name).ToHashSet();
        return [.. logs.GroupBy(log => (log.Segments[0].Owner, log.Name)).SelectMany(parts => Dispensable([.. parts.SelectMany(part => part.Segments)], parts.SelectMany(AllOf), kept))];
    }

    private static IEnumerable<Checkpoint> AllOf(LogGeneration log) => log.Unfollowed.Concat(log.Checkpoints);

    // By place alone. What follows the oldest backup that stays is left alone also where a segment in between is missing: it may
    // only have been passed over by a listing, and an archiver may be going on behind it.
    private static IEnumerable<SegmentKey> Dispensable(List<SegmentKey> segments, IEnumerable<Checkpoint> checkpoints, HashSet<BackupName> kept) =>
        checkpoints.FirstOrDefault(checkpoint => kept.Contains(checkpoint.Backup.Name)) is { } oldest ? segments.Except(LogGeneration.After(segments, oldest.Position)) : segments;

    // Those since then, and the last one before. What follows the last of all reaches to where another log begins.
    private IEnumerable<Checkpoint> Within(LogGeneration log, DateTimeOffset since, IReadOnlySet<BackupName> failed)
    {
        var end = logs.SkipWhile(other => other != log).FirstOrDefault(other => other.Name != log.Name)?.Name.Time ?? DateTimeOffset.MaxValue;
        var first = log.Checkpoints.TakeWhile((_, index) => (index + 1 == log.Checkpoints.Count ? end : log.Checkpoints[index + 1].Backup.Name.Time) <= since).Count();
        while (first > 0 && first < log.Checkpoints.Count && failed.Contains(log.Checkpoints[first].Backup.Name))
        {
            first--;
        }

        return log.Checkpoints.Skip(first);
    }
}
