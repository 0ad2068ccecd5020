using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Stores;
using Lifecycle.Streams;
using Lifecycle.Volume;

namespace Lifecycle.Log;

/// <summary>
/// Brings one log from Redis' files into the store. It holds what it has read and not yet stored, also while Redis cannot be
/// reached, and nothing of it is lost but by the end of this process.
/// </summary>
/// <param name="log">Where it goes on.</param>
/// <param name="sender">To the store.</param>
/// <param name="pace">How often.</param>
/// <param name="progress">Is told how far it has come.</param>
/// <param name="time">By which it is kept.</param>
/// <param name="clock">By which it is waited.</param>
internal sealed class LogRecorder(OpenLog log, SegmentSender sender, LogPace pace, LogProgress progress, LogClock time, TimeProvider clock)
{
    /// <summary>A look that takes longer says nothing of its time: what came while its answer was on its way is not in it.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    /// <summary>How often Redis itself is asked.</summary>
    private static readonly TimeSpan Asking = TimeSpan.FromSeconds(10);

    private enum Segment
    {
        /// <summary>Where there is something in it.</summary>
        Full,

        /// <summary>The last of an increment, also where it is empty.</summary>
        Last,

        /// <summary>Empty: it is gone on from here.</summary>
        Announcement,
    }

    private readonly SegmentBuffer _buffer = new(log.Head.At, log.Source.Before.Span, log.Head.Run);
    private long _stored = clock.GetTimestamp();
    private long _asked = clock.GetTimestamp();
    private HeldFiles _held = new(clock);
    private string? _file;

    public OpenLog Log => log;

    /// <summary>Why the log does not go on; empty where it may.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>
    /// Stores that there is this log, before anything is in it: whoever comes next finds it. Of the time since it was there
    /// nothing is said: nobody has looked.
    /// </summary>
    /// <exception cref="LifecycleException">Another archiver goes on from there as well.</exception>
    public async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        if (log.Head.Last.Position == log.Head.At)
        {
            _buffer.Note(log.Head.Last.Time, log.Head.Run);
        }

        _ = await StoreAsync(follower: null, Segment.Announcement, cancellationToken);
    }

    /// <summary>After the connection broke: the files as they are now.</summary>
    /// <returns>Null where they are no longer those that were read.</returns>
    public async Task<LogSource?> ReconnectAsync(VolumeAgent volume, Owner owner, CancellationToken cancellationToken)
    {
        var source = owner == log.Owner ? await LogSource.ContinueAsync(volume, _buffer.Read, _buffer.Seam, state => state.Run == _buffer.Run || state.File == _file, cancellationToken) : null;
        _held = new HeldFiles(clock);
        Reason = source is not null ? ""
            : owner == log.Owner ? "Redis' files are no longer those that were followed"
            : $"Redis has another volume, {owner.Id}";
        return source;
    }

    /// <summary>Stores what was read and is whole: what comes before a gap is good to its end.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => StoreAsync(follower: null, Segment.Full, cancellationToken);

    /// <param name="follower">At the place up to which was read.</param>
    /// <param name="looked">Called after each look.</param>
    /// <param name="stop">Ends it when that was stored which is there by then.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="LifecycleException">The store refuses, somebody else records this log, or Redis' file is none.</exception>
    public async Task<Halt> RunAsync(LogFollower follower, Func<Task> looked, CancellationToken stop, CancellationToken cancellationToken)
    {
        while (true)
        {
            var told = stop.IsCancellationRequested;
            if (await CheckAsync(follower, atOnce: told, cancellationToken) is { } over)
            {
                return over;
            }

            if (await LookAsync(follower, told, cancellationToken) is not { } state)
            {
                return Halt.Disconnected;
            }

            var isRead = state.Size <= _buffer.Read.Offset;
            var isOver = isRead && state.Next > 0;
            // Stored, an empty last segment would say that a command ends where this one is cut.
            if ((state.IsBroken ? Describe(state) : isOver && !_buffer.IsWhole ? $"increment {_buffer.Read.Increment} ends within a command" : FindExcess(state)) is { } reason)
            {
                Reason = reason;
                return Halt.Gap;
            }

            if ((IsDue || told || isOver) && !await StoreAsync(follower, isOver ? Segment.Last : Segment.Full, cancellationToken))
            {
                return Halt.Gap;
            }

            if (told && isRead && !isOver)
            {
                return Halt.Told;
            }

            if (isOver && !await GoOnAsync(follower, cancellationToken))
            {
                return Reason.Length > 0 ? Halt.Gap : Halt.Disconnected;
            }

            if (told)
            {
                continue;
            }

            await looked();
            if (isRead && !isOver)
            {
                await Task.Delay(pace.Look, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool IsDue => clock.GetElapsedTime(_stored) >= (_buffer.HasBytes ? pace.Every : LogPace.Idle) || _buffer.IsSuitable;

    /// <summary>Whether Redis still writes what is followed, asked now and then, and at last; why it is over, where it is.</summary>
    private async Task<Halt?> CheckAsync(LogFollower follower, bool atOnce, CancellationToken cancellationToken)
    {
        if (!atOnce && clock.GetElapsedTime(_asked) < Asking)
        {
            return null;
        }

        _asked = clock.GetTimestamp();
        try
        {
            if (await follower.CheckAsync(cancellationToken) is not null)
            {
                return null;
            }

            Reason = "Redis no longer writes its append-only file, or follows another Redis";
            return Halt.Gap;
        }
        catch (ShellException)
        {
            return Halt.Disconnected;
        }
    }

    /// <summary>Reads what is new. Null where the connection broke.</summary>
    private async Task<LogState?> LookAsync(LogFollower follower, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            var asked = clock.GetTimestamp();
            var (state, count) = await follower.ReadAsync(_buffer.Free, cancellationToken);
            _buffer.Add(count);
            _file = state?.File;
            // Where there is a next one, this one has ended at a time that nobody has seen.
            if (state is { IsBroken: false, Next: 0 } && state.Size <= _buffer.Read.Offset && (isLast || clock.GetElapsedTime(asked) <= Slow))
            {
                _buffer.Note(time.Now(), state.Run);
            }

            Show(state);
            return state;
        }
        catch (ShellException)
        {
            return null;
        }
        catch (InvalidDataException exception)
        {
            await FlushAsync(cancellationToken);
            throw new LifecycleException($"What Redis appends is damaged after {_buffer.From}, and Redis would not start from it, or not with all of it: {exception.Message}", "It serves from its memory: have it write the file anew with BGREWRITEAOF, then run Archive again: it begins a new log", exception);
        }
    }

    /// <summary>Stores what is whole; false where the store is away, or slow, and too much is held on the volume meanwhile.</summary>
    private async Task<bool> StoreAsync(LogFollower? follower, Segment kind, CancellationToken cancellationToken)
    {
        var segment = _buffer.Pack(sender.Writer);
        if (kind == Segment.Full && segment is { Head: { Length: 0, Ticks: [] } })
        {
            return true;
        }

        await using var group = new TaskGroup();
        var sending = group.Start(token => kind == Segment.Announcement || segment.From.Offset == 0 ? sender.SendAloneAsync(segment, token) : sender.SendAsync(segment, token));
        while (follower is not null && await Task.WhenAny(sending, Task.Delay(pace.Look, clock, cancellationToken)) != sending)
        {
            if (!await MayWaitAsync(follower, cancellationToken))
            {
                return false;
            }
        }

        await group.WaitAsync(sending, cancellationToken);
        progress.Count(segment);
        _buffer.Drop(segment);
        _stored = clock.GetTimestamp();
        await sender.RequireYoungestAsync(atOnce: kind == Segment.Announcement || segment.From.Offset == 0, cancellationToken);
        return true;
    }

    // Asking keeps the connection alive, and opens what a rewrite begins meanwhile.
    private async Task<bool> MayWaitAsync(LogFollower follower, CancellationToken cancellationToken)
    {
        try
        {
            var state = await follower.LookAsync(cancellationToken);
            Show(state);
            Reason = FindExcess(state) ?? "";
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
        try
        {
            if (await follower.GoOnAsync(cancellationToken) is not { } state)
            {
                Reason = $"Redis' append-only file may have been switched off before increment {_buffer.Read.Increment + 1}";
                return false;
            }

            _buffer.Begin(new AofPosition(state.Increment, 0), []);
            _file = state.File;
            return true;
        }
        catch (ShellException)
        {
            return false;
        }
    }

    private string? FindExcess(LogState? state) => state is not null && _held.IsTooMuch(state.Held, Unread(state), sender.IsAway)
        ? $"the store was away, or too slow, while {Human.Bytes(state.Held)} lay on the volume for the log alone"
        : null;

    private long Unread(LogState? state) => Math.Max(0, (state?.Size ?? 0) - _buffer.From.Offset);

    private void Show(LogState? state) => progress.Show(_buffer.Read, Unread(state));

    private static string Describe(LogState state) =>
        state.Size < state.Offset ? $"increment {state.Increment} is shorter than it was"
        : state.Next == 0 ? $"increment {state.Increment} is no longer Redis': it has other data"
        : $"the rewrites went on past increment {state.Increment + 1} before it was seen";
}
