namespace Lifecycle.Shells;

/// <summary>Runs commands where Redis lives: a process on this machine, an exec into a pod.</summary>
public interface IShell
{
    /// <summary>Where the commands run, for messages: "pod data/redis-0".</summary>
    string Name { get; }

    /// <summary>
    /// Runs <paramref name="command"/> until it has ended and both streams are through.
    /// Both streams are driven with backpressure: a slow <paramref name="output"/> slows the command down.
    /// </summary>
    /// <exception cref="ShellException">The command could not be started, or its connection broke: its outcome is unknown.</exception>
    Task<Exit> RunAsync(Command command, Stream? input, Stream? output, CancellationToken cancellationToken);
}
