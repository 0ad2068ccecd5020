using Lifecycle.Archives;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Volume;

namespace Lifecycle.Verbs;

/// <summary>
/// Check the whole archive, stage its files, exchange the manifests, restart, compare, and only then drop the previous
/// data. Before the exchange nothing of Redis' own is touched; after it, a failure puts the previous data back.
/// </summary>
public sealed class Restore(RestoreRequest request) : IVerb
{
    public const string OperationName = "REDIS-RESTORE";

    public string Name => OperationName;

    public async Task<Verdict> RunAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (request.Ending is { } ending)
        {
            var (there, _) = await run.LockAsync(cancellationToken);
            var finish = ending == RestoreEnding.Finish;
            return run.Settings.DryRun
                ? Verdict.Skipped(Name, $"dry run: {await Recovery.RehearseAsync(there.Redis, finish, cancellationToken)}")
                : Verdict.Run(Name, await Recovery.DecideAsync(there.Redis, finish, run.Reporter, cancellationToken));
        }

        if (!run.Settings.BackupAndRestore)
        {
            return Verdict.Skipped(Name, Words.SwitchedOff);
        }

        if (run.FindStore(request) is not { } store)
        {
            return run.SkipOrFail(mayBeSkipped: false, Words.NoBucket, Words.NameBucket);
        }

        if (request.Archive is null)
        {
            run.BeginToReachStore();
        }

        var (environment, held) = await run.LockAsync(cancellationToken);
        await run.RequireStoreReachedAsync();
        var selection = new RestoreSelection(store, await environment.IdentifyAsync(cancellationToken), run.Reporter, run.Clock);
        var source = await selection.FindAsync(request, cancellationToken);
        return source is null
            ? run.SkipOrFail(mayBeSkipped: false, selection.NoneComplete(request), "Backups lists what there is; Backup makes one")
            : await RestoreAsync(environment.Redis, held, source, new RestoreOptions(run.Settings.Force, run.Settings.DryRun, request.Load), run.Reporter, cancellationToken);
    }

    /// <exception cref="LifecycleException">Nothing was restored, and the previous data serves; or what was restored serves and could not be compared.</exception>
    internal async Task<Verdict> RestoreAsync(IRedisHost host, IOperationLock held, RestoreSource source, RestoreOptions options, IReporter reporter, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var redis = options.DryRun ? await host.TryConnectAsync(Intent.Restore, cancellationToken) : await Recovery.ConnectAsync(host, Intent.Restore, reporter, cancellationToken);
        RequireMaster(host, redis);
        if (!options.Force && FindObjection(host, redis) is { } objection)
        {
            return Verdict.Skipped(Name, objection);
        }

        RequireDecided(host, redis);
        redis?.Volume.RequireAllowed(redis.Survey);
        redis = redis is null || options.DryRun ? redis : await Unwritten.AwaitAsync(redis, reporter, cancellationToken);
        RequireMaster(host, redis);
        var backup = await ArchiveCheck.RunAsync(source, redis?.Survey, options, reporter, cancellationToken);
        if (options.DryRun)
        {
            return Verdict.Skipped(Name, $"dry run: {source.Location} is sound and would be restored ({Human.Bytes(backup.Size)})");
        }

        var session = new RestoreSession(host, held, reporter, source, backup);
        var restored = redis is null
            ? await session.RunStoppedAsync(cancellationToken)
            : await session.RunAsync(redis, onlyIfFresh: !options.Force, cancellationToken);
        return restored is null ? Verdict.Skipped(Name, $"{host.Name} got keys while the archive was being staged. Give --force to replace them")
            : restored.KeptPrevious ? throw new LifecycleException(
                $"{source.Location} serves ({Human.Keys(restored.Serving.Keyspace.Total)}) but was not compared with what it should be: {restored.NotCompared}",
                "The previous data is kept beside it: look at what serves, then Restore --finish drops the previous, Restore --undo brings it back")
            : Verdict.Run(
                Name,
                $"{Human.Keys(restored.Serving.Keyspace.Total)} from {source.Location}{(restored.NotCompared is { } unknown ? $" (not compared: {unknown})" : "")}",
                [
                    new Fact("Archive", source.Location),
                    new Fact("SHA256", backup.Content.Sha256),
                    new Fact("Keys", Human.Keys(restored.Serving.Keyspace.Total)),
                    .. source.Log is { } log ? new[] { new Fact("Position", $"{log.Place}") } : [],
                    new Fact("Compared", restored.NotCompared is { } reason ? $"no: {reason}" : source.Log is null ? "yes, by key counts" : "yes, by the bytes that Redis has loaded"),
                    new Fact("Duration", Human.Duration(TimeProvider.System.GetElapsedTime(started))),
                ]);
    }

    private static void RequireMaster(IRedisHost host, RedisConnection? redis)
    {
        if (redis is { Survey.Info.IsReplica: true })
        {
            throw new LifecycleException($"Redis in {host.Name} is a replica: what is restored into it goes with its next resync", "Restore into its master, which --selector names");
        }
    }

    private static void RequireDecided(IRedisHost host, RedisConnection? redis)
    {
        if (redis is { Survey.Journal: { } journal } && journal.IsForSomebodyToDecide(redis.Survey))
        {
            throw new LifecycleException($"{host.Name} still keeps what an earlier restore replaced", "First say which it is to be: Restore --finish drops it, Restore --undo brings it back");
        }
    }

    private static string? FindObjection(IRedisHost host, RedisConnection? redis) =>
        redis is null ? $"Redis in {host.Name} does not start from what is on its volume. Give --force to replace that with the backup"
        : redis.Survey.NotFresh is { } reason ? $"{host.Name} is not fresh: {reason}. Give --force to replace its data"
        : null;
}

/// <summary>How it is to be restored.</summary>
/// <param name="Force">Replace the data of a Redis that is not fresh.</param>
/// <param name="DryRun">Check everything, change nothing.</param>
/// <param name="Load">Which data set, where an archive holds two.</param>
internal sealed record RestoreOptions(bool Force, bool DryRun, DataSetChoice Load);
