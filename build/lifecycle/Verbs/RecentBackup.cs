using Lifecycle.Archives;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>
/// The evidence that Destroy asks for: a complete backup that was made just now, by this run or by the job before it.
/// That a target called Backup has run would be none.
/// </summary>
internal static class RecentBackup
{
    private static readonly TimeSpan Recent = TimeSpan.FromHours(1);
    private const string Remedy = "Run Backup first (and before it Deploy, where Redis is gone already), or give up the data in words: --redis-backup-restore false";

    /// <exception cref="LifecycleException">There is none.</exception>
    public static async Task RequireAsync(IBackupStore store, Owner owner, string? made, bool requireDrill, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var catalog = new Catalog(store);
        var owned = OwnedBackups.Of(await catalog.ListAsync(cancellationToken), owner, from: null);
        var newest = made is null ? owned.Proof.ElementAtOrDefault(0) : MadeBackup.Require(owned.Mine, store, made, "Nothing is destroyed");
        if (newest is null)
        {
            throw new LifecycleException($"Nothing is destroyed: there is no complete backup of {owner.Name} in {store.Location}", Remedy);
        }

        if (!owned.Proof.Contains(newest))
        {
            throw new LifecycleException($"Nothing is destroyed: the backup that was made before, {made}, is of another volume of {owner.Name}", Remedy);
        }

        if (newest.Name.Time > now + Retention.ClockTolerance)
        {
            throw new LifecycleException($"Nothing is destroyed: backup {newest.Name} lies in the future, and proves nothing of now", "Set this machine's clock right, or move that backup away");
        }

        // What the run before has made is as old as the end of that run: a large one takes long, and so does an approval.
        var age = now - (made is null ? newest.Name.Time : newest.StoredAt);
        if (age > Recent)
        {
            throw new LifecycleException(
                $"Nothing is destroyed: {Which(made)} in {store.Location} is {Human.Age(age)} old",
                made is null ? Remedy : "Start it again: what was written since is in no backup");
        }

        var drill = await ReadDrillAsync(catalog, newest, cancellationToken);
        if (drill is { Passed: false })
        {
            throw new LifecycleException($"Nothing is destroyed: {Which(made)}, {newest.Name}, does not restore: {drill.Failure}", "Take a new backup, and Drill it");
        }

        if (requireDrill && drill is null)
        {
            throw new LifecycleException($"Nothing is destroyed: no drill has restored {Which(made)}, {newest.Name}", "Run Drill first, or leave out --require-drill");
        }
    }

    private static async Task<DrillRecord?> ReadDrillAsync(Catalog catalog, StoredBackup backup, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.ReadDrillAsync(backup, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or ForbiddenException)
        {
            throw new LifecycleException($"Nothing is destroyed: whether {backup.Name} restores was recorded by a drill, and cannot be read: {exception.Problem()}", "Run Backup for one that no record says anything of, or put that right", exception);
        }
    }

    private static string Which(string? made) => made is null ? "the newest complete backup" : "the backup that was made before";
}
