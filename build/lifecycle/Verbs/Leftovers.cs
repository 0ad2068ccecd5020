using Lifecycle.Environments;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>
/// What a backup that was killed has left in its store: parts of an archive that never appeared. The lock remembers which
/// one, so that nobody else's upload is taken for it.
/// </summary>
internal static class Leftovers
{
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

        operationLock.Settle();
    }
}
