using Lifecycle.Streams;

namespace Lifecycle.Shells;

/// <summary>
/// A command at work. While <see cref="Input"/> is written, somebody has to read <see cref="Output"/>: a command that
/// cannot get rid of what it writes takes nothing, and how it ended is told behind its output. Disposed before its end, it
/// is ended; on another machine, at its <see cref="Command.Limit"/> at the latest.
/// </summary>
public interface IRunningCommand : IAsyncDisposable
{
    /// <summary>What the command reads, for one that was started with input. Disposed of, it is at its end, so it stays open after a failure.</summary>
    /// <exception cref="OtherEndGoneException">Writing to it: the command has ended, or its connection has.</exception>
    Stream Input { get; }

    /// <summary>What the command writes. Nothing is read ahead: a slow reader slows the command down.</summary>
    /// <exception cref="ShellException">Reading it: the connection broke. What came so far is not taken for the whole.</exception>
    Stream Output { get; }

    /// <summary>Waits for the command's end; output that was not read is skipped.</summary>
    /// <exception cref="ShellException">The command did not run, or its outcome is not known.</exception>
    Task<Exit> EndAsync(CancellationToken cancellationToken);
}
