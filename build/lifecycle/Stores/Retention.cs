using Lifecycle.Failures;

namespace Lifecycle.Stores;

/// <summary>What a rotation removes, and what stays.</summary>
public sealed record RetentionPlan(IReadOnlyList<StoredBackup> Keep, IReadOnlyList<StoredBackup> Remove);

/// <summary>
/// Keeps the newest complete backups. One that a drill could not restore is none of these, and goes with those of its age.
/// Incomplete ones neither count nor go before they are a day old.
/// </summary>
public sealed class Retention
{
    public static readonly TimeSpan IncompleteLifetime = TimeSpan.FromDays(1);
    internal static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>How many complete backups stay.</summary>
    public int Keep { get; }

    /// <exception cref="MistakeException"><paramref name="keep"/> would leave nothing to restore from.</exception>
    public Retention(int keep) => Keep = keep > 0
        ? keep
        : throw new MistakeException($"--keep {keep} would remove every backup", "Give the number of backups to keep: 1 or more");

    /// <param name="backups">All of them, newest first.</param>
    /// <param name="drilled">What drills have found: the newest that was restored stays.</param>
    /// <param name="now">The time by which ages are told.</param>
    /// <param name="needed">What stays in any case.</param>
    /// <exception cref="LifecycleException">The timestamps cannot be trusted to tell which backup is the newest.</exception>
    public RetentionPlan Plan(IReadOnlyList<StoredBackup> backups, DrilledBackups drilled, DateTimeOffset now, IReadOnlySet<BackupName>? needed = null)
    {
        ArgumentNullException.ThrowIfNull(backups);
        ArgumentNullException.ThrowIfNull(drilled);
        var complete = backups.Where(backup => backup.IsComplete).ToList();
        var good = complete.Where(backup => !drilled.Failed.Contains(backup.Name)).Take(Keep).ToList();
        var newest = good.Count < Keep ? complete : complete.TakeWhile(backup => backup != good[^1]).Append(good[^1]);
        var keep = newest.Concat(complete.Where(backup => backup.Name == drilled.Proven || needed?.Contains(backup.Name) == true)).ToHashSet();
        var remove = backups
            .Where(backup => backup.IsComplete ? !keep.Contains(backup) : now - backup.StoredAt > IncompleteLifetime && now - backup.Name.Time > IncompleteLifetime)
            .ToList();
        RequireTrustworthyClock(complete, keep, remove, now);
        return new RetentionPlan([.. backups.Except(remove)], remove);
    }

    // A clock that was set back gives the newest backup an old name: by name alone it would be the first to go.
    private static void RequireTrustworthyClock(List<StoredBackup> complete, HashSet<StoredBackup> keep, List<StoredBackup> remove, DateTimeOffset now)
    {
        if (complete.FirstOrDefault() is { } newest && newest.Name.Time > now + ClockTolerance && remove.Count > 0)
        {
            throw new LifecycleException(
                $"Nothing is removed: backup {newest.Name} lies in the future (it is {BackupName.At(now)} here)",
                "Set this machine's clock right, or move that backup away by hand");
        }

        if (complete.MaxBy(backup => backup.StoredAt) is { } latest && !keep.Contains(latest) && remove.Exists(backup => backup.IsComplete))
        {
            throw new LifecycleException(
                $"Nothing is removed: backup {latest.Name} was stored last and yet is not among the {keep.Count} newest by name",
                "A clock was set back, or backups were copied here: keep more, or remove old ones by hand");
        }
    }
}
