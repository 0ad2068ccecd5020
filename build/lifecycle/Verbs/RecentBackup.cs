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
        var proof = OwnedBackups.Of(await catalog.ListAsync(cancellationToken), owner, from: null).Proof;
        var newest = made is null ? proof.ElementAtOrDefault(0) : MadeBackup.Require(proof, store, made, "Nothing is destroyed");
        if (newest is null)
        {
            throw new LifecycleException($"Nothing is destroyed: there is no complete backup of {owner.Name} in {store.Location}", Remedy);
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
                $"Nothing is destroyed: {(made is null ? "the newest complete backup" : "the backup that was made before")} in {store.Location} is {Human.Age(age)} old",
                made is null ? Remedy : "Start it again: what was written since is in no backup");
        }

        if (requireDrill && await catalog.ReadDrillAsync(newest, cancellationToken) is not { Passed: true })
        {
            throw new LifecycleException($"Nothing is destroyed: no drill has restored {(made is null ? "the newest complete backup" : "the backup that was made before")}, {newest.Name}", "Run Drill first, or leave out --require-drill");
        }
    }
}
