using Lifecycle.Environments;
using Lifecycle.Reporting;

namespace Lifecycle.Verbs;

/// <summary>Stores what Redis holds now.</summary>
/// <param name="asked">Somebody has asked for it. Else it comes before a Destroy, which may have been cut short and have left nothing to back up.</param>
/// <param name="toolVersion">Noted in the manifest.</param>
public sealed class Backup(bool asked, string toolVersion) : IVerb
{
    public string Name => "REDIS-BACKUP";

    public async Task<Verdict> RunAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var started = run.Clock.GetTimestamp();
        if (!run.Settings.BackupAndRestore)
        {
            return Verdict.Skipped(Name, Words.SwitchedOff);
        }

        if (run.FindStore() is not { } store)
        {
            return run.SkipOrFail(!asked, Words.NoBucket, Words.NameBucket);
        }

        run.BeginToReachStore();
        var (environment, held) = await run.LockAsync(cancellationToken);
        if (!asked && await environment.FindPresenceAsync(cancellationToken) is not Presence.Redis and var presence)
        {
            return Verdict.Skipped(Name, presence == Presence.Nothing ? "there is no Redis, and no volume of one" : "there is a volume but no Redis on it. Deploy brings it back");
        }

        await run.RequireStoreReachedAsync();
        if (run.Settings.DryRun)
        {
            return Verdict.Skipped(Name, $"dry run: {environment.Redis.Name} would be backed up to {store.Location}");
        }

        await environment.EnsureRedisAsync(run.Reporter, cancellationToken);
        var result = await new BackupProcedure(store, toolVersion, run.Reporter).RunAsync(environment.Redis, held, run.BeginToIdentify(environment), log: null, cancellationToken);
        return Verdict.Run(
            Name,
            $"{Human.Keys(result.Snapshot.Keyspace.Total)} in {Human.Bytes(result.Archive.Size)}",
            [
                new Fact("Archive", store.Locate(result.Name.Archive)),
                new Fact("Size", Human.ExactBytes(result.Archive.Size)),
                new Fact("SHA256", result.Archive.Sha256),
                new Fact("Keys", Human.Keys(result.Snapshot.Keyspace.Total)),
                .. result.Snapshot.Position is { } position ? new[] { new Fact("Position", $"{position}") } : [],
                new Fact("Duration", Human.Duration(run.Clock.GetElapsedTime(started))),
            ]);
    }
}
