using Lifecycle.Log;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Stores;
using Lifecycle.Stores.S3;

namespace Lifecycle.Verbs;

/// <summary>Finds the backup that a restore or a drill is to take.</summary>
internal sealed class RestoreSelection(IBackupStore store, Owner owner, IReporter reporter, TimeProvider clock)
{
    private string _elsewhere = "";

    /// <summary>Why nothing was found.</summary>
    public string NoneComplete(RestoreRequest request) =>
        $"there is no complete backup {(request.From is null ? $"of {owner.Name} " : $"of {request.From} ")}in {store.Location}{(request.At is { } time ? $" from {BackupName.At(time)} or earlier" : "")}{(_elsewhere.Length > 0 ? $"; {_elsewhere}" : "")}";

    /// <summary>Null where the store holds no complete backup at all, or none that early.</summary>
    public async Task<RestoreSource?> FindAsync(RestoreRequest request, CancellationToken cancellationToken)
    {
        if (request.Archive is { } archive)
        {
            return await RestoreSource.FromFileAsync(archive, request.Sha256, cancellationToken);
        }

        var backups = await new Catalog(store).ListAsync(cancellationToken);
        var owned = OwnedBackups.Of(backups, owner, request.From);
        _elsewhere = owned.Elsewhere;
        var tail = await FindInLogAsync(request, backups, cancellationToken);
        var selection = tail is not null ? new BackupSelection(tail.Checkpoint.Backup, owned.Warnings)
            : request.Made is { } made ? new BackupSelection(MadeBackup.Require(backups.Where(owned.IsMeant), store, made, "Nothing is restored"), owned.Warnings)
            : request.S3Uri is { } uri ? BackupSelection.Exactly(owned, S3Location.Parse(uri))
            : request.At is { } time ? BackupSelection.At(owned, time)
            : BackupSelection.At(owned, clock.GetUtcNow() + Retention.ClockTolerance);
        if (request is { S3Uri: null, Made: null, At: null, Before: null } && backups is [var first, ..] && first.Name.Time > clock.GetUtcNow() + Retention.ClockTolerance)
        {
            reporter.Warn($"Backup {first.Name} lies in the future and is passed over; --at takes it");
        }

        foreach (var remark in selection.Remarks)
        {
            reporter.Warn(remark);
        }

        var source = selection.Chosen is { } chosen ? await RestoreSource.FromAsync(store, chosen, cancellationToken) : null;
        source = request.Sha256 is { } sha256 && source is not null ? source with { Sha256 = RestoreSource.ParseSha256(sha256) } : source;
        return tail is null ? source : source?.Followed(tail);
    }

    // A rebuilt Redis has another volume, and finds the log of the one before by its name.
    private async Task<LogTail?> FindInLogAsync(RestoreRequest request, IReadOnlyList<StoredBackup> backups, CancellationToken cancellationToken)
    {
        if (request is { S3Uri: not null } or { Made: not null } or { At: null, Before: null } || request.From == OwnedBackups.UnownedWord)
        {
            return null;
        }

        if (request.Before is { } place)
        {
            return (await Timeline.ReadAsync(store, backups, request.From ?? owner.Name, cancellationToken)).Before(place);
        }

        foreach (var who in request.From is { } from ? [from] : new[] { owner.ToString(), owner.Name })
        {
            if (await (await Timeline.ReadAsync(store, backups, who, cancellationToken)).AtAsync(request.At!.Value, cancellationToken) is { } tail)
            {
                return tail;
            }
        }

        return null;
    }
}
