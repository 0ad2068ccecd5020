using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Lifecycle.Shells;

namespace Lifecycle.Volume;

/// <summary>What there is of the log at one moment.</summary>
/// <param name="Increment">The sequence number of the one that is read.</param>
/// <param name="Offset">Where in it what was read begins.</param>
/// <param name="Size">Its size, in bytes; final where there is a next one.</param>
/// <param name="Next">The number of the one after it; 0 where there is none yet, -1 where it was missed.</param>
/// <param name="Held">What lies on the volume for this follower alone, in bytes: files that Redis has removed.</param>
/// <param name="Run">Of Redis, as it was last asked: when the follower began, and with each check.</param>
/// <param name="File">Its number in its file system.</param>
/// <param name="IsListed">Redis' manifest still lists it. Else its bytes are there for as long as this follower has it open.</param>
public sealed record LogState(long Increment, long Offset, long Size, long Next, long Held, string Run, string File, bool IsListed)
{
    /// <summary>The log does not go on from here: a rewrite was missed, or Redis has other data now.</summary>
    public bool IsBroken => Size < Offset || (Next == 0 ? !IsListed : Next != Increment + 1);
}

/// <summary>
/// Reads Redis' log as it grows. It reads only when asked to, so what there is no room for here waits on the volume.
/// </summary>
public sealed class LogFollower : IAsyncDisposable
{
    private readonly VolumeAgent _volume;
    private readonly IRunningCommand _command;
    private readonly AgentAnswer _answer;

    [SuppressMessage("Reliability", "CA2000", Justification = "It disposes of it.")]
    internal LogFollower(VolumeAgent volume, IRunningCommand command) => (_volume, _command, _answer) = (volume, command, new AgentAnswer(command.Output));

    /// <summary>What there is now, and as much of it as there is room for.</summary>
    /// <returns>Null where that increment is not there (any more); and how many bytes were read.</returns>
    /// <exception cref="ShellException">The connection broke, or Redis cannot be asked.</exception>
    public Task<(LogState? State, int Count)> ReadAsync(Memory<byte> room, CancellationToken cancellationToken) =>
        AskAsync(room.Length.ToString(CultureInfo.InvariantCulture), room, cancellationToken);

    /// <summary>What there is now; nothing is read.</summary>
    public Task<LogState?> LookAsync(CancellationToken cancellationToken) => AskAsync("0", cancellationToken);

    /// <summary>Has Redis asked whether it still writes what is read.</summary>
    /// <returns>Null where it does not: its append-only file was switched off, or it follows another Redis.</returns>
    public Task<LogState?> CheckAsync(CancellationToken cancellationToken) => AskAsync("check", cancellationToken);

    /// <summary>Passes over so many bytes.</summary>
    public Task<LogState?> SkipAsync(long count, CancellationToken cancellationToken) =>
        AskAsync($"skip {count.ToString(CultureInfo.InvariantCulture)}", cancellationToken);

    /// <summary>Goes on to the next increment, which is to be there, and which gets the number that follows.</summary>
    /// <returns>Null where it may not continue this one: the append-only file may have been switched off in between.</returns>
    public Task<LogState?> GoOnAsync(CancellationToken cancellationToken) => AskAsync("next", cancellationToken);

    /// <summary>The same, where nothing of the one before is needed: it need not continue that.</summary>
    public Task<LogState?> PassAsync(CancellationToken cancellationToken) => AskAsync("pass", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync();
        await _answer.DisposeAsync();
    }

    private async Task<LogState?> AskAsync(string question, CancellationToken cancellationToken) => (await AskAsync(question, Memory<byte>.Empty, cancellationToken)).State;

    private async Task<(LogState? State, int Count)> AskAsync(string question, Memory<byte> room, CancellationToken cancellationToken)
    {
        await _command.TellAsync(question, cancellationToken);
        var sections = await _answer.ReadSectionsAsync(cancellationToken);
        if (_answer.Remaining is not { } announced || !sections.TryGetValue("log", out var told))
        {
            return await EndAsync(cancellationToken);
        }

        var wanted = room[..(int)Math.Min(announced, room.Length)];
        try
        {
            await _answer.ReadExactlyAsync(wanted, cancellationToken);
            await _answer.EndContentAsync(cancellationToken);
        }
        catch (EndOfStreamException)
        {
            // Its container ended meanwhile, or the file was cut: what came of it is read again.
            return await EndAsync(cancellationToken);
        }

        return (Parse(told), wanted.Length);
    }

    private async Task<(LogState? State, int Count)> EndAsync(CancellationToken cancellationToken)
    {
        var exit = await _command.EndAsync(cancellationToken);
        return exit.Status == (int)AgentStatus.Changed ? (null, 0)
            : throw (exit.Succeeded ? new ShellException($"{_volume.Name}: following the log ended early") : _volume.Explain(exit));
    }

    private LogState Parse(string told)
    {
        var words = told.Split(' ');
        return words.Length == 8
            ? new LogState(Number(words[0]), Number(words[1]), Number(words[2]), Number(words[3]), Number(words[4]), words[5], words[6], words[7] == "listed")
            : throw new ShellException($"{_volume.Name}: the volume agent's answer is not understood at '{told}'");

        static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
    }
}
