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
            .Select(generation => LogGeneration.Of(generation, [.. checkpoints[generation.Key]]))];
    }

    /// <summary>The last time that a log tells, and where it was then; null where it tells none.</summary>
    public async Task<(AofPosition Position, DateTimeOffset Time)?> ReadEndAsync(LogGeneration log, CancellationToken cancellationToken)
    {
        foreach (var key in log.Segments.Reverse())
        {
            await using var segment = await StoredSegment.OpenAsync(store, key, cancellationToken);
            if (segment.Head.Ticks is [.., var last])
            {
                return (key.From + last.At, last.Time);
            }
        }

        return null;
    }

    /// <summary>Where a log was at a time, or shortly before; null where it tells nothing of a time so early.</summary>
    public async Task<AofPosition?> FindAsync(LogGeneration log, DateTimeOffset time, CancellationToken cancellationToken)
    {
        AofPosition? found = null;
        var (first, beyond) = (0, log.Segments.Count);
        while (first < beyond)
        {
            // One within a large command has no ticks: the ones before it tell.
            var middle = (first + beyond) / 2;
            var (index, ticks) = (middle, await ReadTicksAsync(log.Segments[middle], cancellationToken));
            while (ticks.Count == 0 && index > first)
            {
                ticks = await ReadTicksAsync(log.Segments[--index], cancellationToken);
            }

            if (ticks.LastOrDefault(tick => tick.Time <= time) is { } tick)
            {
                found = log.Segments[index].From + tick.At;
                first = middle + 1;
            }
            else if (ticks.Count == 0)
            {
                first = middle + 1;
            }
            else
            {
                beyond = index;
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<Tick>> ReadTicksAsync(SegmentKey key, CancellationToken cancellationToken)
    {
        await using var segment = await StoredSegment.OpenAsync(store, key, cancellationToken);
        return segment.Head.Ticks;
    }

    private async Task<ILookup<(Owner, BackupName), Checkpoint>> ReadCheckpointsAsync(IEnumerable<StoredBackup> backups, DateTimeOffset earliest, CancellationToken cancellationToken)
    {
        var catalog = new Catalog(store);
        var found = new List<((Owner, BackupName) Generation, Checkpoint Checkpoint)>();
        foreach (var backup in backups.Where(backup => backup.IsComplete && backup.Name.Time >= earliest))
        {
            if ((await catalog.ReadManifestAsync(backup, cancellationToken))?.Log is { } log && BackupName.TryParse(log.Generation) is { } generation)
            {
                found.Add(((backup.Owner!, generation), new Checkpoint(backup, log.Position)));
            }
        }

        return found.ToLookup(each => each.Generation, each => each.Checkpoint);
    }
}
