using Lifecycle.Environments;
using Lifecycle.Shells;

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

    /// <summary>The disk under the data and the store is full from the step on.</summary>
    DiskFull,
}

/// <summary>A real host whose Nth step meets a fault.</summary>
internal sealed class FaultyHost(IRedisHost host, Fault fault, int step, Func<Task> strike) : IRedisHost
{
    private int _steps;

    public string Name => host.Name;

    public bool WasReached => _steps >= step;

    private bool IsCut => fault is Fault.CutBefore or Fault.CutAfter && _steps >= step;

    public async Task<RedisConnection?> TryConnectAsync(CancellationToken cancellationToken) =>
        IsCut ? throw new ShellException("cut") : await host.TryConnectAsync(cancellationToken) is { } redis ? redis with { Shell = new FaultyShell(this, redis.Shell) } : null;

    public async Task<RedisConnection> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken)
    {
        var redis = IsCut ? throw new ShellException("cut") : await host.AwaitRestartAsync(previousRunId, cancellationToken);
        return redis with { Shell = new FaultyShell(this, redis.Shell) };
    }

    public async Task<IStoppedRedis> StopAsync(CancellationToken cancellationToken) =>
        IsCut ? throw new ShellException("cut") : await host.StopAsync(cancellationToken);

    private sealed class FaultyShell(FaultyHost owner, IShell shell) : IShell
    {
        public string Name => shell.Name;

        public async Task<IRunningCommand> StartAsync(Command command, bool withInput, CancellationToken cancellationToken) =>
            owner.IsCut ? throw new ShellException("cut")
            : ++owner._steps == owner.Step ? await owner.MeetAsync(() => shell.StartAsync(command, withInput, cancellationToken))
            : await shell.StartAsync(command, withInput, cancellationToken);
    }

    private int Step => step;

    private async Task<IRunningCommand> MeetAsync(Func<Task<IRunningCommand>> start)
    {
        switch (fault)
        {
            case Fault.CutBefore or Fault.Refused:
                throw new ShellException("cut");
            case Fault.PodReplaced:
                await strike();
                throw new ShellException("cut");
            case Fault.CutAfter:
                return new CutAtEnd(await start());
            default:
                await strike();
                return await start();
        }
    }

    private sealed class CutAtEnd(IRunningCommand command) : IRunningCommand
    {
        public Stream Input => command.Input;

        public Stream Output => command.Output;

        public async Task<Exit> EndAsync(CancellationToken cancellationToken)
        {
            _ = await command.EndAsync(cancellationToken);
            throw new ShellException("cut");
        }

        public ValueTask DisposeAsync() => command.DisposeAsync();
    }
}
