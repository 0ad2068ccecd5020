using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Stores;
using Lifecycle.Volume;

namespace Lifecycle.Log;

/// <summary>Why recording has stopped for now.</summary>
internal enum Halt
{
    /// <summary>It was told to; everything that is whole is stored.</summary>
    Told,

    /// <summary>It is time for a checkpoint, and the log goes on.</summary>
    Checkpoint,

    /// <summary>The connection to Redis broke; the log may go on.</summary>
    Disconnected,

    /// <summary>The log does not go on.</summary>
    Gap,
}

/// <summary>
/// Brings one log from Redis' files into the store. It holds what it has read and not yet stored, also while Redis cannot be
/// reached, and nothing of it is lost but by the end of this process.
/// </summary>
/// <param name="sender">To the store.</param>
/// <param name="owner">Whose log it is.</param>
/// <param name="pace">How often.</param>
/// <param name="progress">Is told how far it has come.</param>
/// <param name="time">By which it is kept.</param>
/// <param name="clock">By which it is waited.</param>
internal sealed class LogRecorder(SegmentSender sender, Owner owner, LogPace pace, LogProgress progress, LogClock time, TimeProvider clock)
{
    /// <summary>What may lie on the volume for it alone, in bytes: a file that Redis has removed and it has open still.</summary>
    private const long MostHeld = 256 * 1024 * 1024;

    private readonly SegmentBuffer _buffer = new();
    private BackupName? _generation;
    private long _number;
    private long _stored;

    /// <summary>Why the log does not go on.</summary>
    public string Reason { get; private set; } = "";

    public void Begin(LogHead head, LogSource source)
    {
        (_generation, _number, _stored) = (head.Generation, head.Number, clock.GetTimestamp());
        _buffer.Begin(head.At, source.Before.Span);
        time.StartAt(head.Time);
    }

    /// <summary>Stores that there is this log, before anything is in it: whoever comes next finds it.</summary>
    public Task AnnounceAsync(CancellationToken cancellationToken)
    {
        _buffer.Note(time.Now());
        return FlushAsync(cancellationToken);
    }

    /// <summary>After the connection broke: the file as it is now.</summary>
    /// <returns>Null where it is no longer the one that was read.</returns>
    public async Task<LogSource?> ReconnectAsync(VolumeAgent volume, CancellationToken cancellationToken) =>
        await LogSource.ContinueAsync(volume, _buffer.Read, _buffer.Seam, cancellationToken);

    /// <summary>The log does not go on.</summary>
    /// <returns>Nothing to read from.</returns>
    public LogSource? Break(string reason)
    {
        Reason = reason;
        return null;
    }

    /// <summary>Stores what was read and is whole: what comes before a gap is good to its end.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => StoreAsync(follower: null, cancellationToken);

    /// <param name="follower">At the place up to which was read.</param>
    /// <param name="checkpointIsDue">Asked after each look.</param>
    /// <param name="stop">Ends it when that was stored which is there by then.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="LifecycleException">The store refuses, somebody else records this log, or Redis' file is none.</exception>
    public async Task<Halt> RunAsync(LogFollower follower, Func<bool> checkpointIsDue, CancellationToken stop, CancellationToken cancellationToken)
    {
        while (true)
        {
            var told = stop.IsCancellationRequested;
            if (await LookAsync(follower, cancellationToken) is not { } state)
            {
                return Halt.Disconnected;
            }

            if (state.IsBroken)
            {
                Reason = Describe(state);
                return Halt.Gap;
            }

            var isRead = state.Size <= _buffer.Read.Offset;
            var isOver = isRead && state.Next > 0;
            if ((IsDue || told || isOver) && !await StoreAsync(follower, cancellationToken))
            {
                return Halt.Gap;
            }

            if (told && isRead)
            {
                return Halt.Told;
            }

            if (isOver && !await GoOnAsync(follower, cancellationToken))
            {
                return Reason.Length > 0 ? Halt.Gap : Halt.Disconnected;
            }

            if (checkpointIsDue())
            {
                return Halt.Checkpoint;
            }

            if (isRead && !isOver)
            {
                await Task.Delay(pace.Look, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool IsDue => clock.GetElapsedTime(_stored) >= (_buffer.HasBytes ? pace.Every : LogPace.Idle) || _buffer.IsSuitable;

    /// <summary>Reads what is new. Null where the connection broke.</summary>
    private async Task<LogState?> LookAsync(LogFollower follower, CancellationToken cancellationToken)
    {
        try
        {
            var (state, count) = await follower.ReadAsync(_buffer.Free, cancellationToken);
            _buffer.Add(count);
            if (state is not null && state.Size <= _buffer.Read.Offset)
            {
                _buffer.Note(time.Now());
            }

            progress.Show(_buffer.Read, Math.Max(0, (state?.Size ?? 0) - _buffer.From.Offset));
            return state;
        }
        catch (ShellException)
        {
            return null;
        }
        catch (InvalidDataException exception)
        {
            throw new LifecycleException($"What Redis appends is not understood after {_buffer.From}: {exception.Message}", "See Redis' log; a Backup and then Archive begin a new log", exception);
        }
    }

    /// <summary>Stores what is whole; false where the store is away and too much is held on the volume meanwhile.</summary>
    private async Task<bool> StoreAsync(LogFollower? follower, CancellationToken cancellationToken)
    {
        var segment = _buffer.Pack(sender.Writer);
        if (segment is { Head: { Length: 0, Ticks: [] } })
        {
            return true;
        }

        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = sender.SendAsync(new SegmentKey(owner, _generation!, _number, segment.From), segment, givenUp.Token);
        while (follower is not null && await Task.WhenAny(sending, Task.Delay(pace.Look, clock, cancellationToken)) != sending)
        {
            if (!await MayWaitAsync(follower, cancellationToken))
            {
                await givenUp.CancelAsync();
                await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return false;
            }
        }

        await sending;

        progress.Count(segment);
        _buffer.Drop(segment);
        (_number, _stored) = (_number + 1, clock.GetTimestamp());
        return true;
    }

    // Asking keeps the connection alive, and opens what a rewrite begins meanwhile.
    private async Task<bool> MayWaitAsync(LogFollower follower, CancellationToken cancellationToken)
    {
        try
        {
            var (state, _) = await follower.ReadAsync(Memory<byte>.Empty, cancellationToken);
            progress.Show(_buffer.Read, Math.Max(0, (state?.Size ?? 0) - _buffer.From.Offset));
            Reason = state is { IsListed: false } && state.Size > MostHeld ? $"the store was away for so long that {Human.Bytes(state.Size)} lay on the volume for the log alone" : "";
            return Reason.Length == 0;
        }
        catch (ShellException)
        {
            // Found out when there is something to read.
            return true;
        }
    }

    private async Task<bool> GoOnAsync(LogFollower follower, CancellationToken cancellationToken)
    {
        if (!_buffer.IsWhole)
        {
            Reason = $"increment {_buffer.Read.Increment} ends within a command";
            return false;
        }

        try
        {
            var (state, _) = await follower.GoOnAsync(cancellationToken);
            if (state is null)
            {
                return false;
            }

            _buffer.Begin(new AofPosition(state.Increment, 0), []);
            return true;
        }
        catch (ShellException)
        {
            return false;
        }
    }

    private static string Describe(LogState state) =>
        state.Size < state.Offset ? $"increment {state.Increment} is shorter than it was"
        : state.Next == 0 ? $"increment {state.Increment} is no longer Redis': it has other data"
        : $"the rewrites went on past increment {state.Increment + 1} before it was seen";
}
