using Lifecycle.Environments;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>
/// What a backup that was killed has left in its store: parts of an archive that never appeared, or an archive that nothing
/// says whose it is. The lock remembers which one, so that nobody else's is taken for it.
/// </summary>
internal static class Leftovers
{
    // Of another store's environment in the same second, it may be about to get its manifest.
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    public static async Task ClearAsync(IBackupStore store, IOperationLock operationLock, IReporter reporter, CancellationToken cancellationToken)
    {
        var (place, beginning) = (operationLock.LeftBehind, store.Locate(""));
        if (place is null || !place.StartsWith(beginning, StringComparison.Ordinal) || BackupKey.Recognise(place[beginning.Length..].TrimStart('/')) is not (var name, BackupPart.Archive))
        {
            return;
        }

        if (await store.AbandonAsync(name.Archive, cancellationToken))
        {
            reporter.Info($"Cleared what a backup that did not end has left of {place}");
        }

        await RemoveUnfinishedAsync(store, name, reporter, cancellationToken);
        operationLock.Settle();
    }

    private static async Task RemoveUnfinishedAsync(IBackupStore store, BackupName name, IReporter reporter, CancellationToken cancellationToken)
    {
        var stored = await new Catalog(store).ListAsync(cancellationToken);
        if (stored.FirstOrDefault(backup => backup.Name == name) is not { } backup || backup.Has(BackupPart.Checksum) || backup.Has(BackupPart.Manifest) || TimeProvider.System.GetUtcNow() - backup.StoredAt < Lately)
        {
            return;
        }

        foreach (var (key, reason) in await store.DeleteAsync([name.Archive], cancellationToken))
        {
            reporter.Warn($"{store.Locate(key)}, of a backup that did not end, cannot be removed: {reason}. Remove it by hand: nothing says whose it is");
        }
    }
}
