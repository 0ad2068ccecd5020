using Lifecycle.Redis;
using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>The logs that a store holds of one owner, oldest first.</summary>
internal sealed class LogCatalog(IBackupStore store)
{
    /// <param name="beginning">Of the keys.</param>
    /// <param name="isMeant">Whose logs.</param>
    /// <param name="backups">All of the store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<LogGeneration>> ListAsync(string beginning, Func<Owner, bool> isMeant, IReadOnlyList<StoredBackup> backups, CancellationToken cancellationToken)
    {
        var segments = new List<SegmentKey>();
        await foreach (var stored in store.ListAsync(beginning, cancellationToken))
        {
            if (SegmentKey.Recognise(stored.Key) is { } key && isMeant(key.Owner))
            {
                segments.Add(key);
            }
        }

        var checkpoints = await ReadCheckpointsAsync(backups.Where(backup => backup.Owner is { } owner && isMeant(owner)), segments.Select(segment => segment.Generation.Time).DefaultIfEmpty(DateTimeOffset.MaxValue).Min(), cancellationToken);
        return [.. segments.GroupBy(segment => (segment.Owner, segment.Generation)).OrderBy(generation => generation.Key.Generation.Time)
            .SelectMany(generation => LogGeneration.Of(generation, [.. checkpoints[generation.Key]]))];
    }

    /// <summary>The last moment that a log tells; null where it tells none.</summary>
    public async Task<LogMoment?> ReadEndAsync(LogGeneration log, CancellationToken cancellationToken)
    {
        foreach (var key in log.Segments.Reverse())
        {
            if (await ReadMomentsAsync(key, cancellationToken) is [.., var last])
            {
                return last;
            }
        }

        return null;
    }

    /// <summary>The last moment up to a time that a log tells, and the first after it.</summary>
    public async Task<(LogMoment? Before, LogMoment? After)> FindAsync(LogGeneration log, DateTimeOffset time, CancellationToken cancellationToken)
    {
        LogMoment? before = null;
        for (var index = await SeekAsync(log, time, cancellationToken); index < log.Segments.Count; index++)
        {
            var moments = await ReadMomentsAsync(log.Segments[index], cancellationToken);
            before = moments.LastOrDefault(moment => moment.Time <= time) ?? before;
            if (moments.FirstOrDefault(moment => moment.Time > time) is { } after)
            {
                return (before, after);
            }
        }

        return (before, null);
    }

    /// <summary>The last moment that a log tells before a place in it, in the segment that leads there, and the first from there on.</summary>
    public async Task<(LogMoment? Before, LogMoment? After)> FindAroundAsync(LogGeneration log, AofPosition position, CancellationToken cancellationToken)
    {
        LogMoment? before = null;
        foreach (var key in log.Segments.Skip(log.Segments.Count(segment => segment.From < position) - 1))
        {
            var moments = await ReadMomentsAsync(key, cancellationToken);
            before ??= moments.LastOrDefault(moment => moment.Position < position);
            if (moments.FirstOrDefault(moment => moment.Position >= position) is { } after)
            {
                return (before, after);
            }
        }

        return (before, null);
    }

    /// <summary>The last segment that begins to tell times no later than this.</summary>
    private async Task<int> SeekAsync(LogGeneration log, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var (found, first, beyond) = (0, 0, log.Segments.Count);
        while (first < beyond)
        {
            // One within a large command tells none: the ones before it do.
            var middle = (first + beyond) / 2;
            var (index, moments) = (middle, await ReadMomentsAsync(log.Segments[middle], cancellationToken));
            while (moments.Count == 0 && index > first)
            {
                moments = await ReadMomentsAsync(log.Segments[--index], cancellationToken);
            }

            if (moments is [var earliest, ..] && earliest.Time > time)
            {
                beyond = index;
            }
            else
            {
                (found, first) = (moments.Count > 0 ? index : found, middle + 1);
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<LogMoment>> ReadMomentsAsync(SegmentKey key, CancellationToken cancellationToken)
    {
        await using var segment = await StoredSegment.OpenAsync(store, key, cancellationToken);
        return [.. segment.Moments];
    }

    private async Task<ILookup<(Owner, BackupName), Checkpoint>> ReadCheckpointsAsync(IEnumerable<StoredBackup> backups, DateTimeOffset earliest, CancellationToken cancellationToken)
    {
        var catalog = new Catalog(store);
        var found = new List<((Owner, BackupName) Generation, Checkpoint Checkpoint)>();
        foreach (var backup in backups.Where(backup => backup.IsComplete && backup.Name.Time >= earliest))
        {
            if (await catalog.ReadManifestAsync(backup, cancellationToken) is { Log: { } log } manifest && BackupName.TryParse(log.Generation) is { } generation)
            {
                // As exactly as a log tells its times.
                var taken = DateTimeOffset.FromUnixTimeMilliseconds(manifest.SnapshotAt.ToUnixTimeMilliseconds());
                found.Add(((backup.Owner!, generation), new Checkpoint(backup, log.Position, taken)));
            }
        }

        return found.ToLookup(each => each.Generation, each => each.Checkpoint);
    }
}
