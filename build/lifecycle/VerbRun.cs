using Lifecycle.Operations;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle;

/// <summary>What every verb does around its work: finds its store, its environment and the lock, and comes down to one verdict.</summary>
internal sealed class VerbRun(Settings settings, IReporter reporter)
{
    private const string SwitchedOff = "switched off by --redis-backup-restore false";
    private const string NoBucket = "no bucket is named. Give --backup-bucket (or TF_BACKUP_BUCKET_NAME), or a --store";

    public Task<Verdict> WithStoreAsync(string verb, bool enabled, Func<IBackupStore, Task<Verdict>> work) => WithStoreAsync(verb, enabled, new RestoreRequest(), work);

    public Task<Verdict> WithStoreAsync(string verb, bool enabled, RestoreRequest request, Func<IBackupStore, Task<Verdict>> work) =>
        !enabled ? Task.FromResult(Conclude(Verdict.Skipped(verb, SwitchedOff)))
        : StoreFactory.TryOpen(settings, request, reporter) is { } store ? work(store)
        : Task.FromResult(Conclude(Verdict.Skipped(verb, NoBucket)));

    public Task<Verdict> LockedAsync(string verb, Func<IEnvironment, IOperationLock, Task<Verdict>> work, CancellationToken cancellationToken) => RunAsync(
        async environment =>
        {
            await using var held = await environment.LockAsync(verb, cancellationToken);
            return await work(environment, held);
        },
        cancellationToken);

    public Task<Verdict> LockedAsync(string verb, IBackupStore? store, Func<IEnvironment, IOperationLock, Task<Verdict>> work, CancellationToken cancellationToken) => store is null
        ? LockedAsync(verb, work, cancellationToken)
        : LockedAsync(
            verb,
            store,
            async (environment, held, reached) =>
            {
                await reached;
                return await work(environment, held);
            },
            cancellationToken);

    /// <summary>The work gets the store's answer as a task: it was asked at the beginning, for a first connection to it takes as long as one to the cluster.</summary>
    public async Task<Verdict> LockedAsync(string verb, IBackupStore store, Func<IEnvironment, IOperationLock, Task, Task<Verdict>> work, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reaching = Task.Run(() => store.ReachAsync(over.Token), over.Token);
        try
        {
            return await LockedAsync(verb, (environment, held) => work(environment, held, reaching), cancellationToken);
        }
        finally
        {
            await over.CancelAsync();
            await reaching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task<Verdict> RunAsync(Func<IEnvironment, Task<Verdict>> work, CancellationToken cancellationToken)
    {
        try
        {
            using var environment = await EnvironmentFactory.OpenAsync(settings, reporter, cancellationToken);
            reporter.Info($"Environment: {environment.Name}");
            return Conclude(await work(environment));
        }
        catch (Exception exception) when (Foreseen.Translate(exception) is { } foreseen)
        {
            throw foreseen;
        }
    }

    public Verdict Conclude(Verdict verdict)
    {
        reporter.Conclude(verdict);
        return verdict;
    }
}
