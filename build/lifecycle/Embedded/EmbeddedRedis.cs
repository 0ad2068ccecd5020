using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Shells;
using Lifecycle.Volume;

namespace Lifecycle.Embedded;

/// <summary>The embedded Redis as a host: what a kubelet does for a pod, this does for the process.</summary>
public sealed class EmbeddedRedis(RedisProcess process) : IRedisHost
{
    public string Name => "the embedded Redis";

    /// <summary>Starts it on demand: a machine restarts, and nobody restarts an embedded Redis.</summary>
    public async Task<RedisConnection?> TryConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAsync(pauseWrites: false, cancellationToken);
        }
        catch (RedisDidNotStartException)
        {
            return null;
        }
    }

    public async Task<RedisConnection> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken)
    {
        await process.AwaitEndAsync(cancellationToken);
        return await ConnectAsync(pauseWrites: true, cancellationToken);
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

    private async Task<RedisConnection> ConnectAsync(bool pauseWrites, CancellationToken cancellationToken)
    {
        var shell = await StartAsync(cancellationToken);
        var (survey, reason) = await new VolumeAgent(shell, access: process.Access).TrySurveyAsync(hold: pauseWrites, cancellationToken);
        return survey is not null ? new RedisConnection(shell, survey) { Access = process.Access }
            : process.ProcessId is null ? throw new RedisDidNotStartException("it ended at once")
            : throw new LifecycleException($"Redis does not answer: {shell.Name}: {reason}", "Run Verify to see what is wrong with it");
    }

    // Nothing holds it off its volume; it starts when it is next asked for.
    private sealed class Stopped(EmbeddedRedis redis, IShell shell) : IStoppedRedis
    {
        public IShell Shell => shell;

        public Task<RedisConnection> StartAsync(CancellationToken cancellationToken) => redis.ConnectAsync(pauseWrites: true, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
