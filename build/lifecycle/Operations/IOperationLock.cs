namespace Lifecycle.Operations;

/// <summary>Keeps Backup, Restore, Rotate and Destroy of one environment from running at the same time, on any machine.</summary>
public interface IOperationLock : IAsyncDisposable
{
    /// <summary>Asked before anything destructive.</summary>
    /// <exception cref="LifecycleException">The lock was lost meanwhile: somebody else may be at work.</exception>
    Task RequireHeldAsync(CancellationToken cancellationToken);
}
