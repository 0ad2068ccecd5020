using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>The backups from which a log goes on.</summary>
internal sealed class Checkpoints(IEnvironment environment, IBackupStore store, LogPace pace, string toolVersion, IReporter reporter, TimeProvider clock)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    // What somebody has to put right is not there in a minute, and each try reads the data.
    private static readonly TimeSpan Later = TimeSpan.FromHours(1);

    private DateTimeOffset _next;

    public bool IsDue => clock.GetUtcNow() >= _next;

    /// <summary>The last one was another archiver's.</summary>
    public void Remember(DateTimeOffset last) => _next = last + pace.CheckpointEvery;

    /// <param name="held">The lock.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="log">Which log goes on from it, where it has that name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<BackupResult> TakeAsync(IOperationLock held, Owner owner, Func<BackupName, BackupName> log, CancellationToken cancellationToken)
    {
        var result = await new BackupProcedure(store, toolVersion, reporter).RunAsync(environment.Redis, held, Task.FromResult(owner), log, cancellationToken);
        _next = clock.GetUtcNow() + pace.CheckpointEvery;
        reporter.Info($"Checkpoint {result.Name}: {Human.Keys(result.Snapshot.Keyspace.Total)} in {Human.Bytes(result.Archive.Size)}");
        return result;
    }

    /// <summary>One more of a log that goes on without it as well: it is only that a restore has more to load.</summary>
    public async Task TryTakeAsync(OpenLog log, CancellationToken cancellationToken)
    {
        _next = DateTimeOffset.MaxValue;
        try
        {
            await using var held = await environment.LockAsync(nameof(Archive), cancellationToken);
            _ = await TakeAsync(held, log.Owner, _ => log.Head.Generation, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            reporter.Info("The checkpoint is given up");
            throw;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            reporter.Warn($"The checkpoint is put off: {(exception is LifecycleException foreseen ? foreseen.Message : exception.Problem())}");
            _next = clock.GetUtcNow() + (exception is ConflictException or UnreachableException or ShellException ? Soon : Later);
        }
        finally
        {
            _next = _next == DateTimeOffset.MaxValue ? clock.GetUtcNow() + Soon : _next;
        }
    }
}
