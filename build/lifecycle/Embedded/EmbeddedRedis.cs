using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Shells;
using Lifecycle.Volume;

namespace Lifecycle.Embedded;

/// <summary>The embedded Redis as a host: what a kubelet does for a pod, this does for the process.</summary>
/// <param name="process">The process.</param>
/// <param name="shell">The way to it, where it is not the process' own.</param>
public sealed class EmbeddedRedis(RedisProcess process, IShell? shell = null) : IRedisHost
{
    private readonly IShell _shell = shell ?? process.Shell;

    public string Name => "the embedded Redis";

    private string Settings => process.Access.Settings;

    /// <summary>It is not started.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>Starts it on demand: a machine restarts, and nobody restarts an embedded Redis.</summary>
    public async Task<RedisConnection?> TryConnectAsync(Intent intent, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectAsync(volume => volume.ReachAsync(intent, cancellationToken), cancellationToken);
        }
        catch (RedisDidNotStartException exception)
        {
            return exception.IsLate
                ? throw new LifecycleException($"The embedded Redis does not answer: {exception.Message}", "Run it again when it has loaded its data; Verify shows how far it is")
                : null;
        }
    }

    public async Task<RedisConnection> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken)
    {
        await process.AwaitEndAsync(cancellationToken);
        return await ConnectHeldAsync(cancellationToken);
    }

    public async Task<IStoppedRedis> StopAsync(CancellationToken cancellationToken)
    {
        await process.StopAsync(cancellationToken);
        return new Stopped(this, _shell);
    }

    public async Task<IShell> StartAsync(CancellationToken cancellationToken)
    {
        if (!process.IsReachable)
        {
            if (IsRehearsal)
            {
                throw new LifecycleException("The embedded Redis does not run, and a rehearsal does not start it", "Deploy starts it");
            }

            await process.StartAsync(cancellationToken);
        }

        return _shell;
    }

    private Task<RedisConnection> ConnectHeldAsync(CancellationToken cancellationToken) =>
        ConnectAsync(volume => volume.TryReachRestoredAsync(cancellationToken), cancellationToken);

    private async Task<RedisConnection> ConnectAsync(Func<VolumeAgent, Task<Reached>> ask, CancellationToken cancellationToken)
    {
        var beside = await StartAsync(cancellationToken);
        var reached = await ask(new VolumeAgent(beside, access: process.Access));
        return reached.Survey is { } survey ? new RedisConnection(beside, survey) { Access = process.Access, Snapshot = reached.Snapshot, Finishing = reached.Finishing }
            : process.ProcessId is null ? throw new RedisDidNotStartException("it ended at once")
            : throw new LifecycleException($"Redis does not answer: {beside.Name}: {reached.Reason}", "Run Verify to see what is wrong with it");
    }

    // Nothing holds it off its volume; it starts when it is next asked for.
    private sealed class Stopped(EmbeddedRedis redis, IShell shell) : IStoppedRedis
    {
        public IShell Shell => shell;

        public string Settings => redis.Settings;

        public Task<RedisConnection> StartAsync(CancellationToken cancellationToken) => redis.ConnectHeldAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
