using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Environments;

/// <summary>What there is of a Redis.</summary>
public enum Presence
{
    Nothing,

    /// <summary>A volume, and nothing that could run on it: as after a Destroy that was cut short, or kept the volume.</summary>
    VolumeOnly,

    Redis,
}

/// <summary>Where a Redis lives its life: a process of this machine, a namespace of a cluster.</summary>
public interface IEnvironment : IDisposable
{
    /// <summary>For the first line of every operation: "embedded (redis-server 7.0.15 on this machine)".</summary>
    string Name { get; }

    IRedisHost Redis { get; }

    /// <summary>Whose backups those of this environment are.</summary>
    Task<Owner> IdentifyAsync(CancellationToken cancellationToken);

    /// <summary>Brings Redis up, or changes it to what is declared. Idempotent.</summary>
    Task<Verdict> DeployAsync(IReporter reporter, bool dryRun, CancellationToken cancellationToken);

    /// <summary>What there is to back up, and to lose. Starts nothing.</summary>
    Task<Presence> FindPresenceAsync(CancellationToken cancellationToken);

    /// <summary>Makes sure that there is a Redis to work on, where the environment can do that by itself.</summary>
    Task EnsureRedisAsync(IReporter reporter, CancellationToken cancellationToken);

    /// <summary>What is well and what is not. Changes nothing.</summary>
    Task<IReadOnlyList<Check>> VerifyAsync(IReporter reporter, CancellationToken cancellationToken);

    /// <summary>Removes Redis, and its volume unless told to keep it.</summary>
    Task<Verdict> DestroyAsync(IReporter reporter, bool keepVolume, bool dryRun, CancellationToken cancellationToken);

    /// <summary>A fresh Redis beside the real one, with a volume of its own; disposed, nothing of it is left.</summary>
    Task<IThrowawayRedis> StartThrowawayAsync(IReporter reporter, CancellationToken cancellationToken);

    /// <exception cref="Failures.LifecycleException">Somebody else holds it; the message names them.</exception>
    Task<IOperationLock> LockAsync(string verb, CancellationToken cancellationToken);
}

/// <summary>A Redis for one drill.</summary>
public interface IThrowawayRedis : IRedisHost, IAsyncDisposable;
