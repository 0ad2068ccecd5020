namespace Lifecycle.Environments;

/// <summary>Keeps Backup, Restore, Rotate and Destroy of one environment from running at the same time, on any machine.</summary>
public interface IOperationLock : IAsyncDisposable
{
    /// <summary>Asked before anything destructive.</summary>
    /// <exception cref="Failures.LifecycleException">The lock was lost meanwhile: somebody else may be at work.</exception>
    Task RequireHeldAsync(CancellationToken cancellationToken);

    /// <summary>Takes it again where it was lost: whoever had it meanwhile has let it go, or it was removed.</summary>
    /// <returns>False where somebody else has it.</returns>
    Task<bool> TryTakeBackAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>What a holder that did not come to its end has noted; null where there is nothing.</summary>
    string? LeftBehind { get; }

    /// <summary>Keeps a line in the lock, beyond its release and beyond the death of this process.</summary>
    /// <exception cref="Failures.LifecycleException">The lock was lost meanwhile.</exception>
    Task NoteAsync(string line, CancellationToken cancellationToken);

    /// <summary>What was noted has been seen to: the release takes the line away.</summary>
    void Settle();
}
