using Lifecycle.Shells;
using Lifecycle.Volume;

namespace Lifecycle.Environments;

/// <summary>A running Redis: a shell beside it, in its data directory, and what it was like when it was reached.</summary>
public sealed record RedisConnection(IShell Shell, Survey Survey)
{
    /// <summary>Who asks it.</summary>
    public RedisAccess Access { get; init; } = RedisAccess.Default;

    /// <summary>Taken when it was reached, where that was asked for and nothing stood in its way. Whoever asked disposes of it.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>Finishes the restore for which it was restarted. Whoever asked disposes of it.</summary>
    public Finishing? Finishing { get; init; }

    public VolumeAgent Volume => new(Shell, Survey.Place, access: Access);
}

/// <summary>Where one Redis and its volume live, and what restarts it there.</summary>
public interface IRedisHost
{
    /// <summary>For messages: "pod data/redis-0".</summary>
    string Name { get; }

    /// <summary>The running Redis; null where it does not run, and cannot be made to.</summary>
    /// <param name="intent">What for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Failures.LifecycleException">Redis cannot be looked for: no access, no pod, several; or it does not answer.</exception>
    Task<RedisConnection?> TryConnectAsync(Intent intent, CancellationToken cancellationToken);

    /// <summary>After Redis was told to shut down: waits for the process that replaces it. It may still be loading; writes are held back.</summary>
    /// <param name="previousRunId">The run that was told to shut down.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RedisDidNotStartException">It ends again and again, or does not come up in time.</exception>
    Task<RedisConnection> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken);

    /// <summary>Takes Redis off its volume and keeps it off until <see cref="IStoppedRedis.StartAsync"/>.</summary>
    Task<IStoppedRedis> StopAsync(CancellationToken cancellationToken);
}

/// <summary>A volume without its Redis. Disposed, Redis may start again.</summary>
public interface IStoppedRedis : IAsyncDisposable
{
    /// <summary>A shell in the data directory.</summary>
    IShell Shell { get; }

    /// <summary>How Redis is told to start, as lines of a configuration file: nobody runs who could be asked for its files.</summary>
    string Settings { get; }

    VolumeAgent Volume => new(Shell, stopped: true, access: new RedisAccess { Settings = Settings });

    /// <exception cref="RedisDidNotStartException">It ends again and again, or does not come up in time.</exception>
    Task<RedisConnection> StartAsync(CancellationToken cancellationToken);
}

/// <summary>Redis does not come up from what is on its volume.</summary>
/// <param name="reason">Why.</param>
/// <param name="isLate">It has not ended: it only takes longer than somebody would wait.</param>
public sealed class RedisDidNotStartException(string reason, bool isLate = false) : Exception(reason)
{
    public bool IsLate => isLate;
}
