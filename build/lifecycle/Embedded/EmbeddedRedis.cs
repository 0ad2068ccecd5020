using Lifecycle.Redis;
using Lifecycle.Shells;

namespace Lifecycle.Embedded;

/// <summary>The embedded Redis as a host: what a kubelet does for a pod, this does for the process.</summary>
public sealed class EmbeddedRedis(RedisProcess process) : IRedisHost
{
    public string Name => "the embedded Redis";

    /// <summary>Starts it on demand: a machine restarts, and nobody restarts an embedded Redis.</summary>
    public async Task<IShell?> TryConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await StartAsync(cancellationToken);
        }
        catch (RedisDidNotStartException)
        {
            return null;
        }
    }

    public async Task<IShell> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken)
    {
        await process.AwaitEndAsync(cancellationToken);
        return await StartAsync(cancellationToken);
    }

    public async Task<IStoppedRedis> StopAsync(CancellationToken cancellationToken)
    {
        await process.StopAsync(cancellationToken);
        return new Stopped(this, process.Shell);
    }

    public async Task<IShell> StartAsync(CancellationToken cancellationToken)
    {
        if (!process.IsReachable)
        {
            await process.StartAsync(cancellationToken);
        }

        return process.Shell;
    }

    // Nothing holds it off its volume; it starts when it is next asked for.
    private sealed class Stopped(EmbeddedRedis redis, IShell shell) : IStoppedRedis
    {
        public IShell Shell => shell;

        public Task<IShell> StartAsync(CancellationToken cancellationToken) => redis.StartAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
