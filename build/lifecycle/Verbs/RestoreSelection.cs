using Lifecycle.Failures;
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
    private bool _hasLog;

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
        var selection = tail is null ? Choose(request, owned, backups) : new BackupSelection(tail.Checkpoint.Backup, owned.Warnings);
        if (tail is null)
        {
            WarnOfItsTime(request, backups, selection.Chosen);
        }

        foreach (var remark in selection.Remarks)
        {
            reporter.Warn(remark);
        }

        var source = selection.Chosen is { } chosen ? await RestoreSource.FromAsync(store, chosen, cancellationToken) : null;
        RequireMeant(source, request.Sha256);
        return tail is null ? source : source?.Followed(tail);
    }

    // What was typed says which archive is meant, and nothing of whether that one is sound.
    private static void RequireMeant(RestoreSource? source, string? sha256)
    {
        if (source is not null && sha256 is not null && RestoreSource.ParseSha256(sha256) is var meant && source.Sha256 != meant)
        {
            throw new LifecycleException($"{source.Location} is not the archive that --sha256 names: its SHA-256 is {source.Sha256}, not {meant}", "Name that one with --at or --s3-uri, or leave out --sha256; Backups lists them");
        }
    }

    private DateTimeOffset Latest => clock.GetUtcNow() + Retention.ClockTolerance;

    private BackupSelection Choose(RestoreRequest request, OwnedBackups owned, IReadOnlyList<StoredBackup> backups) =>
        request.Made is { } made ? new BackupSelection(MadeBackup.Require(backups.Where(owned.IsMeant), store, made, "Nothing is restored"), owned.Warnings)
        : request.S3Uri is { } uri ? BackupSelection.Exactly(owned, S3Location.Parse(uri))
        : BackupSelection.At(owned, request.At ?? Latest);

    // Where it is another than somebody may think.
    private void WarnOfItsTime(RestoreRequest request, IReadOnlyList<StoredBackup> backups, StoredBackup? taken)
    {
        if (request is { S3Uri: not null } or { Made: not null })
        {
            return;
        }

        if (request.At is { } time)
        {
            if (_hasLog && taken is not null && taken.Name.Time != time)
            {
                reporter.Warn($"No log tells of {Timeline.Moment(time)}: what is taken is {taken.Name}, the newest backup before it");
            }
        }
        else if (backups is [var newest, ..] && newest.Name.Time > Latest)
        {
            reporter.Warn($"Backup {newest.Name} lies in the future and is passed over; --at takes it");
        }
    }

    // A rebuilt Redis has another volume, and finds the log of the one before by its name. Of a moment since which this volume
    // has a backup the log of another is none of its own, whatever its name.
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

        var isOwn = backups.Any(backup => backup.IsComplete && backup.Owner == owner && backup.Name.Time <= request.At);
        foreach (var who in request.From is { } from ? [from] : isOwn ? [owner.ToString()] : new[] { owner.ToString(), owner.Name })
        {
            var timeline = await Timeline.ReadAsync(store, backups, who, cancellationToken);
            if (await timeline.AtAsync(request.At!.Value, cancellationToken) is { } tail)
            {
                return tail;
            }

            _hasLog |= !timeline.IsEmpty;
        }

        return null;
    }
}
