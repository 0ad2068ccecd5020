using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>
/// What a backup that was killed has left in its store: parts of an archive that never appeared, or an archive that nothing
/// says whose it is. The lock remembers which one, so that nobody else's is taken for it.
/// </summary>
internal static class Leftovers
{
    // It may be another's, of the same second, and about to get its manifest. A lock that a killed run has left is held for as long.
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);

    public static async Task ClearAsync(IBackupStore store, IOperationLock operationLock, IReporter reporter, CancellationToken cancellationToken)
    {
        var (place, beginning) = (operationLock.LeftBehind, store.Locate(""));
        if (place is null || !place.StartsWith(beginning, StringComparison.Ordinal) || BackupKey.Recognise(place[beginning.Length..].TrimStart('/')) is not (var name, BackupPart.Archive))
        {
            return;
        }

        var isCleared = await TryAbandonAsync(store, name, place, reporter, cancellationToken);
        if (await TryRemoveAsync(store, name, reporter, cancellationToken) && isCleared)
        {
            operationLock.Settle();
        }
    }

    /// <returns>Whether nobody has to see to it any more.</returns>
    private static async Task<bool> TryAbandonAsync(IBackupStore store, BackupName name, string place, IReporter reporter, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.AbandonAsync(name.Archive, cancellationToken))
            {
                reporter.Info($"Cleared what a backup that did not end has left of {place}");
            }

            return true;
        }
        catch (ForbiddenException exception)
        {
            reporter.Warn($"What a backup that did not end may have left of {place} stays: {exception.Problem}. Rotate sees to it, by an account that may");
            return false;
        }
    }

    /// <returns>Whether nobody has to see to it any more.</returns>
    private static async Task<bool> TryRemoveAsync(IBackupStore store, BackupName name, IReporter reporter, CancellationToken cancellationToken)
    {
        var stored = await new Catalog(store).ListAsync(cancellationToken);
        if (stored.FirstOrDefault(backup => backup.Name == name) is not { } backup || backup.Has(BackupPart.Checksum) || backup.Has(BackupPart.Manifest))
        {
            return true;
        }

        if (TimeProvider.System.GetUtcNow() - backup.StoredAt < Lately)
        {
            return false;
        }

        var failures = await store.DeleteAsync([name.Archive], cancellationToken);
        foreach (var (key, reason) in failures)
        {
            reporter.Warn($"{store.Locate(key)}, of a backup that did not end, cannot be removed: {reason}. Remove it by hand: nothing says whose it is");
        }

        return failures.Count == 0;
    }
}
