using Lifecycle.Reporting;
using Lifecycle.Stores;
using Lifecycle.Stores.S3;

namespace Lifecycle.Operations;

/// <summary>Finds the backup that a restore or a drill is to take.</summary>
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
        var selection = request.S3Uri is { } uri ? BackupSelection.Exactly(backups, S3Location.Parse(uri))
            : request.At is { } time ? BackupSelection.At(backups, time)
            : BackupSelection.At(backups, DateTimeOffset.UtcNow + Retention.ClockTolerance);
        if (request is { S3Uri: null, At: null } && backups is [var first, ..] && first.Name.Time > DateTimeOffset.UtcNow + Retention.ClockTolerance)
        {
            reporter.Warn($"Backup {first.Name} lies in the future and is passed over; --at takes it");
        }

        foreach (var passedOver in selection.PassedOver)
        {
            reporter.Warn($"Backup {passedOver.Name} is incomplete ({passedOver.MissingPart}) and passed over");
        }

        var source = selection.Chosen is { } chosen ? await RestoreSource.FromAsync(store, chosen, cancellationToken) : null;
        return request.Sha256 is { } sha256 && source is not null ? source with { Sha256 = RestoreSource.ParseSha256(sha256) } : source;
    }
}
