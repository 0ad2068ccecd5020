using Lifecycle.Failures;
using Lifecycle.Stores;
using Lifecycle.Stores.S3;

namespace Lifecycle.Verbs;

/// <summary>The backup to restore, and one line for each that would have come first, had it been complete or one's own.</summary>
public sealed record BackupSelection(StoredBackup? Chosen, IReadOnlyList<string> Remarks)
{
    /// <summary>The newest complete one of whoever is meant.</summary>
    /// <param name="backups">A store's, as the one that asks sees them.</param>
    /// <param name="time">Nothing later than this is taken.</param>
    public static BackupSelection At(OwnedBackups backups, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(backups);
        var chosen = backups.Preference.Select(list => list.FirstOrDefault(backup => backup.IsComplete && backup.Name.Time <= time)).FirstOrDefault(backup => backup is not null);
        var passedOver = backups.Mine.Where(backup => !backup.IsComplete).Concat(backups.UnknownAreMine ? backups.Unknown : [])
            .Concat(chosen is { Owner: { } owner } && backups.Mine.Any(mine => mine.Owner == owner) ? backups.Unowned : [])
            .Where(backup => backup.Name.Time <= time && (chosen is null || backup.Name.Time > chosen.Name.Time))
            .OrderByDescending(backup => backup.Name.Time);
        return new BackupSelection(chosen, [.. backups.Warnings, .. passedOver.Select(Remark)]);
    }

    /// <summary>That very backup, or a refusal; never another one.</summary>
    /// <param name="backups">Those of the bucket and prefix that <paramref name="uri"/> names.</param>
    /// <param name="uri">Its archive.</param>
    /// <exception cref="NotFoundException">It is not there.</exception>
    /// <exception cref="LifecycleException">It is not complete, or another's, whom nobody has named.</exception>
    public static BackupSelection Exactly(OwnedBackups backups, S3Location uri)
    {
        ArgumentNullException.ThrowIfNull(backups);
        ArgumentNullException.ThrowIfNull(uri);
        var chosen = backups.Find(uri.ToBackup().Name) ?? throw new NotFoundException($"There is no {uri}", "Backups lists what there is");
        return chosen.MissingPart is { } missing ? throw new LifecycleException($"{uri} is not restored: it has {missing}", "Name another; Backups lists them")
            : backups.IsMeant(chosen) ? new BackupSelection(chosen, backups.Warnings)
            : throw new LifecycleException($"{uri} is not restored: it is of {chosen.Owner!.Name}", $"Add --from {chosen.Owner.Name} if that is what you want");
    }

    private static string Remark(StoredBackup backup) => backup.MissingPart is { } missing
        ? $"Backup {backup.Name} is incomplete ({missing}) and passed over"
        : $"Backup {backup.Name} is newer, but says no owner, and is passed over; --from {OwnedBackups.UnownedWord} takes it";
}
