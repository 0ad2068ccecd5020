namespace Lifecycle.Shells;

/// <summary>Runs commands where Redis lives: a process on this machine, an exec into a pod.</summary>
public interface IShell
{
    /// <summary>Where the commands run, for messages: "pod data/redis-0".</summary>
    string Name { get; }

    /// <summary>Starts <paramref name="command"/>; without input, it finds its standard input at its end.</summary>
    /// <exception cref="ShellException">The command could not be started.</exception>
    Task<IRunningCommand> StartAsync(Command command, bool withInput, CancellationToken cancellationToken);
}
