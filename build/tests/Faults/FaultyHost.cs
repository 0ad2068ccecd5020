using Lifecycle.Embedded;
using Lifecycle.Environments;
using Lifecycle.Shells;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Faults;

/// <summary>What goes wrong at one step, and stays wrong: whoever was at work cannot tidy up after it.</summary>
public enum Fault
{
    /// <summary>The step is never run, nor is anything after it: the tool is dead, or its connection is.</summary>
    CutBefore,

    /// <summary>The step is run, and nobody hears of it any more.</summary>
    CutAfter,

    /// <summary>Redis is killed just before the step; everything else goes on.</summary>
    RedisKilled,

    /// <summary>Redis is killed just before the step and started again, as a pod would; everything else goes on.</summary>
    RedisRestarted,

    /// <summary>Redis is killed and started again, as a pod is replaced: the step's connection goes with it, and whoever was at work goes on.</summary>
    PodReplaced,

    /// <summary>The step's connection is not made; whoever was at work goes on.</summary>
    Refused,

    /// <summary>Something happens just before the step, and everything goes on.</summary>
    Meanwhile,

    /// <summary>The disk under the data and the store is full from the step on.</summary>
    DiskFull,
}

/// <summary>A real host, one step of which meets a fault: a command that begins beside the data, or goes on with what it is told.</summary>
internal sealed class FaultyHost : IRedisHost
{
    private readonly EmbeddedRedis _host;
    private readonly FaultyShell _shell;

    /// <param name="process">Of a real Redis.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="meets">Asked at each step: whether it is this one.</param>
    /// <param name="strike">Does it.</param>
    public FaultyHost(RedisProcess process, Fault fault, Func<Command, bool> meets, Func<Task> strike)
    {
        _shell = new FaultyShell(process.Shell, fault, meets, strike);
        _host = new EmbeddedRedis(process, _shell);
    }

    public string Name => _host.Name;

    public bool WasReached => _shell.WasReached;

    public Task<RedisConnection?> TryConnectAsync(Intent intent, CancellationToken cancellationToken) => Uncut().TryConnectAsync(intent, cancellationToken);

    public Task<RedisConnection> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken) => Uncut().AwaitRestartAsync(previousRunId, cancellationToken);

    public Task<IStoppedRedis> StopAsync(CancellationToken cancellationToken) => Uncut().StopAsync(cancellationToken);

    private EmbeddedRedis Uncut() => _shell.IsCut ? throw new ShellException("cut") : _host;
}
