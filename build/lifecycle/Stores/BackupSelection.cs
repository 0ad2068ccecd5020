using Lifecycle.Stores.S3;

namespace Lifecycle.Stores;

/// <summary>The backup to restore, and newer ones that would have come first had they been complete.</summary>
public sealed record BackupSelection(StoredBackup? Chosen, IReadOnlyList<StoredBackup> PassedOver)
{
    /// <param name="backups">All of them, newest first.</param>
    /// <param name="time">Nothing later than this is taken.</param>
    public static BackupSelection At(IReadOnlyList<StoredBackup> backups, DateTimeOffset time) => FirstComplete(backups.Where(backup => backup.Name.Time <= time));

    /// <summary>That very backup, or a refusal; never another one.</summary>
    /// <param name="backups">Those of the bucket and prefix that <paramref name="uri"/> names.</param>
    /// <param name="uri">Its archive.</param>
    /// <exception cref="LifecycleException">It is not there, or not complete.</exception>
    public static BackupSelection Exactly(IReadOnlyList<StoredBackup> backups, S3Location uri)
    {
        var name = uri.ToBackup().Name;
        var chosen = backups.FirstOrDefault(backup => backup.Name == name)
            ?? throw new LifecycleException($"There is no {uri}", "Backups lists what there is");
        return chosen.MissingPart is { } missing
            ? throw new LifecycleException($"{uri} is not restored: it has {missing}", "Name another; Backups lists them")
            : new BackupSelection(chosen, []);
    }

    private static BackupSelection FirstComplete(IEnumerable<StoredBackup> candidates)
    {
        var passedOver = new List<StoredBackup>();
        foreach (var candidate in candidates)
        {
            if (candidate.IsComplete)
            {
                return new BackupSelection(candidate, passedOver);
            }

            passedOver.Add(candidate);
        }

        return new BackupSelection(null, passedOver);
    }
}
