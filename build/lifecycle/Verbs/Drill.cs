using Lifecycle.Archives;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Shells;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>
/// Proves that a backup restores, by restoring it: into a throwaway Redis, by the same steps as the real one. The live
/// Redis is not touched.
/// </summary>
public sealed class Drill(RestoreRequest request) : IVerb
{
    private const int Samples = 200;

    public string Name => nameof(Drill);

    /// <exception cref="LifecycleException">The backup does not restore, or that could not be found out.</exception>
    public async Task<Verdict> RunAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
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
        if (await selection.FindAsync(request, cancellationToken) is not { } source)
        {
            return run.SkipOrFail(mayBeSkipped: false, selection.NoneComplete(request), "Backups lists what there is; Backup makes one");
        }

        if (run.Settings.DryRun)
        {
            return Verdict.Skipped(Name, $"dry run: {source.Location} would be restored into a throwaway Redis");
        }

        run.Reporter.Info($"Restoring {source.Location} into a throwaway Redis; the real one is not touched");
        var record = await TryAsync(environment, held, source, run.Reporter, cancellationToken);
        await held.RequireHeldAsync(cancellationToken);
        if (source.Backup is { } name)
        {
            await KeepAsync(store, name, record, cancellationToken);
        }

        return record.Passed
            ? Verdict.Run(
                Name,
                $"{source.Location} restores: {Human.Keys(record.Keys)} in {record.Seconds:0.0}s{(source.Manifest is null ? " (not compared: the archive has no manifest that counts its keys)" : "")}",
                new Fact("Archive", source.Location),
                new Fact("Keys", Human.Keys(record.Keys)),
                new Fact("Time to restore", Human.Duration(TimeSpan.FromSeconds(record.Seconds))))
            : throw new LifecycleException($"{source.Location} does not restore: {record.Failure}", "Take a new backup now, and see that an older one passes: Drill --at");
    }

    // Only what is the backup's fault is recorded against it. Nobody but the drill knows the throwaway, so what it counts is
    // what was loaded.
    private async Task<DrillRecord> TryAsync(IEnvironment environment, IOperationLock held, RestoreSource source, IReporter reporter, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var throwaway = await environment.StartThrowawayAsync(reporter, cancellationToken);
        try
        {
            _ = await new Restore(request).RestoreAsync(throwaway, held, source, new RestoreOptions(Force: true, DryRun: false, request.Load), reporter, cancellationToken);
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            var redis = await throwaway.TryConnectAsync(cancellationToken) ?? throw new UnusableBackupException($"{throwaway.Name} ended after it had loaded it");
            var keyspace = redis.Survey.Info.Keyspace;
            if (source.Counted?.Contradiction(keyspace) is { } contradiction)
            {
                throw new UnusableBackupException(contradiction);
            }

            var read = await redis.Volume.SampleAsync(Samples, cancellationToken);
            reporter.Info($"{Human.Keys(keyspace.Total)} served after {Human.Duration(elapsed)}; the values of {read} keys drawn at random were read");
            return new DrillRecord(source.Id, TimeProvider.System.GetUtcNow(), Passed: true, keyspace.Total, elapsed.TotalSeconds);
        }
        catch (UnusableBackupException exception)
        {
            return new DrillRecord(source.Id, TimeProvider.System.GetUtcNow(), Passed: false, 0, TimeProvider.System.GetElapsedTime(started).TotalSeconds, exception.Problem);
        }
        finally
        {
            await RemoveAsync(throwaway, reporter);
        }
    }

    // What was found out counts, also where the throwaway does not end.
    private static async Task RemoveAsync(IThrowawayRedis throwaway, IReporter reporter)
    {
        try
        {
            await throwaway.DisposeAsync();
        }
        catch (Exception exception) when (exception is LifecycleException or ShellException or IOException or UnauthorizedAccessException)
        {
            reporter.Warn($"{throwaway.Name} is still there: {exception.Problem()}. The next Drill or Destroy removes it.");
        }
    }

    /// <summary>Keeps the record beside the backup, in place of that of an earlier drill.</summary>
    private static async Task KeepAsync(IBackupStore store, BackupName name, DrillRecord record, CancellationToken cancellationToken)
    {
        var key = name.Key(BackupPart.Drill);
        var failures = await store.DeleteAsync([key], cancellationToken);
        if (failures.TryGetValue(key, out var reason))
        {
            throw new LifecycleException($"The record of an earlier drill cannot be replaced: {reason}", $"Remove {store.Locate(key)} by hand");
        }

        await store.PutAsync(key, record.ToJson(), cancellationToken);
    }
}
