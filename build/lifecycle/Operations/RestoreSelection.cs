using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Operations;

/// <summary>Finds the backup that a restore is to take.</summary>
internal sealed class RestoreSelection(IBackupStore store, IReporter reporter)
{
    /// <summary>Null where the store holds no complete backup at all, or none that early.</summary>
    public async Task<RestoreSource?> FindAsync(RestoreRequest request, CancellationToken cancellationToken)
    {
        if (request.Archive is { } archive)
        {
            return await RestoreSource.FromFileAsync(archive, request.Sha256, cancellationToken);
        }

        var backups = await new Catalog(store).ListAsync(cancellationToken);
        var candidates = backups.Where(backup => request.At is null || backup.Name.Time <= request.At).ToList();
        foreach (var passedOver in candidates.TakeWhile(backup => !backup.IsComplete))
        {
            reporter.Warn($"Backup {passedOver.Name} is incomplete ({passedOver.MissingPart}) and passed over");
        }

        return candidates.FirstOrDefault(backup => backup.IsComplete) is { } chosen
            ? await RestoreSource.FromAsync(store, chosen, cancellationToken)
            : null;
    }
}
