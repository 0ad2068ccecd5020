using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>The part of a rotation that is about logs.</summary>
/// <param name="store">Where they are.</param>
/// <param name="logs">Of the owner whose backups are rotated.</param>
internal sealed class LogRotation(IBackupStore store, IReadOnlyList<LogGeneration> logs)
{
    /// <exception cref="LifecycleException">It is not known what a backup needs.</exception>
    public static async Task<LogRotation> ReadAsync(IBackupStore store, IReadOnlyList<StoredBackup> all, IReadOnlyList<StoredBackup> rotated, CancellationToken cancellationToken)
    {
        var owners = rotated.Select(backup => backup.Owner).OfType<Owner>().ToHashSet();
        try
        {
            return new LogRotation(store, owners.Count == 0 ? [] : await new LogCatalog(store).ListAsync(SegmentKey.Beginning(owners.First().Name), owners.Contains, all, cancellationToken));
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
    public IReadOnlySet<BackupName> Needed(TimeSpan? keepLog, DateTimeOffset now) =>
        (keepLog is { } span ? LogRetention.CheckpointsSince(logs, now - span) : []).Concat(logs is [.., { Checkpoints: [.., var last] }] ? [last.Backup.Name] : []).ToHashSet();

    public IReadOnlyList<SegmentKey> Dispensable(RetentionPlan plan) =>
        LogRetention.Dispensable(logs, plan.Keep.Where(backup => backup.IsComplete).Select(backup => backup.Name).ToHashSet());

    /// <summary>After the backups: a log without its checkpoint is of no use, and goes with the next rotation.</summary>
    /// <exception cref="LifecycleException">Some are still there.</exception>
    public async Task RemoveAsync(IReadOnlyList<SegmentKey> segments, IReporter reporter, CancellationToken cancellationToken)
    {
        var failures = await store.DeleteAsync([.. segments.Select(segment => segment.ToString())], cancellationToken);
        if (failures.Count > 0)
        {
            reporter.Warn($"{store.Locate(failures.First().Key)} is still there: {failures.First().Value}");
            throw new LifecycleException($"{failures.Count} segments of logs that were to be removed are still in {store.Location}", "See the warning above, then run Rotate again");
        }
    }
}
