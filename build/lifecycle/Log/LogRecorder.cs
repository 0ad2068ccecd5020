using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Stores;
using Lifecycle.Streams;
using Lifecycle.Volume;

namespace Lifecycle.Log;

/// <summary>
/// Brings one log from Redis' files into the store. It holds what it has read and not yet stored, also while Redis cannot be
/// reached, and nothing of it is lost but by the end of this process.
/// </summary>
/// <param name="log">Where it goes on.</param>
/// <param name="sender">Stores its segments.</param>
/// <param name="pace">How often it looks, and stores.</param>
/// <param name="progress">Is told how far it has come.</param>
/// <param name="time">The time of the log, which never goes back.</param>
/// <param name="clock">By which is waited.</param>
internal sealed class LogRecorder(OpenLog log, SegmentSender sender, LogPace pace, LogProgress progress, LogClock time, TimeProvider clock)
{
    /// <summary>Why a segment is stored.</summary>
    private enum Occasion
    {
        /// <summary>It is time, and there is something in it.</summary>
        Due,

        /// <summary>It is the last of an increment, also where it is empty.</summary>
        EndOfIncrement,

        /// <summary>It says that the log goes on from here, and is empty.</summary>
        Announcement,
    }

    private readonly SegmentBuffer _buffer = new(log.Head.At, log.Source.Before.Span, log.Head.Run);
    private long _stored = clock.GetTimestamp();
    private LogWatch? _watch;

    public OpenLog Log => log;

    /// <summary>
    /// Stores that there is this log, before anything is in it: whoever comes next finds it. Of the time since it was there
    /// nothing is said: nobody has looked.
    /// </summary>
    /// <exception cref="LifecycleException">Another archiver goes on from there as well.</exception>
    public Task AnnounceAsync(CancellationToken cancellationToken)
    {
        if (log.Head.Last.Position == log.Head.At)
        {
            _buffer.Note(log.Head.Last.Time, log.Head.Run);
        }

        return StoreAsync(watch: null, Occasion.Announcement, cancellationToken);
    }

    /// <summary>After the connection broke: the files as they are now.</summary>
    /// <returns>A gap where they are no longer those that were read.</returns>
    public async Task<(LogSource? Source, Halt? Over)> ReconnectAsync(VolumeAgent volume, Owner owner, CancellationToken cancellationToken)
    {
        if (owner != log.Owner)
        {
            return (null, Halt.AtGap($"Redis has another volume, {owner.Id}"));
        }

        return await LogSource.ContinueAsync(volume, _buffer.Read, _buffer.Seam, state => state.Run == _buffer.Run || state.File == _watch?.File, cancellationToken) is { } source
            ? (source, null)
            : (null, Halt.AtGap("Redis' files are no longer those that were followed"));
    }

    /// <summary>Stores what was read and is whole: what comes before a gap is good to its end.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => StoreAsync(watch: null, Occasion.Due, cancellationToken);

    /// <param name="follower">At the place up to which was read.</param>
    /// <param name="looked">Called after each look.</param>
    /// <param name="stop">Ends it when that was stored which is there by then.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="LifecycleException">The store refuses, somebody else records this log, or Redis' file is none.</exception>
    public async Task<Halt> RunAsync(LogFollower follower, Func<Task> looked, CancellationToken stop, CancellationToken cancellationToken)
    {
        var watch = _watch = new LogWatch(follower, _buffer, progress, time, _watch?.File, () => sender.IsAway, clock);
        while (true)
        {
            var told = stop.IsCancellationRequested;
            if (await watch.CheckAsync(atOnce: told, cancellationToken) is { } over)
            {
                return over;
            }

            if (await LookAsync(watch, told, cancellationToken) is not { } state)
            {
                return Halt.Disconnected;
            }

            var (isRead, isOver) = (watch.IsRead(state), watch.IsOver(state));
            if (watch.FindGap(state) is { } gap)
            {
                return gap;
            }

            if ((IsDue || told || isOver) && await StoreAsync(watch, isOver ? Occasion.EndOfIncrement : Occasion.Due, cancellationToken) is { } crowded)
            {
                return crowded;
            }

            if (told && isRead && !isOver)
            {
                return Halt.Told;
            }

            if (isOver && await watch.GoOnAsync(cancellationToken) is { } end)
            {
                return end;
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

    private bool IsDue => clock.GetElapsedTime(_stored) >= (_buffer.HasBytes ? pace.Every : LogPace.Idle) || _buffer.IsLarge;

    private async Task<LogState?> LookAsync(LogWatch watch, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            return await watch.LookAsync(isLast, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            await FlushAsync(cancellationToken);
            throw new LifecycleException($"What Redis appends is damaged after {_buffer.From}, and Redis would not start from it, or not with all of it: {exception.Message}", "It serves from its memory: have it write the file anew with BGREWRITEAOF, then run Archive again: it begins a new log", exception);
        }
    }

    /// <summary>Stores what is whole.</summary>
    /// <returns>A gap where the store is away, or slow, and too much is held on the volume meanwhile.</returns>
    private async Task<Halt?> StoreAsync(LogWatch? watch, Occasion occasion, CancellationToken cancellationToken)
    {
        var segment = _buffer.Pack(sender.Writer);
        if (occasion == Occasion.Due && segment is { Head: { Length: 0, Ticks: [] } })
        {
            return null;
        }

        var begins = occasion == Occasion.Announcement || segment.From.Offset == 0;
        await using var group = new TaskGroup();
        var sending = group.Start(token => begins ? sender.SendAloneAsync(segment, token) : sender.SendAsync(segment, token));
        while (watch is not null && await Task.WhenAny(sending, Task.Delay(pace.Look, clock, cancellationToken)) != sending)
        {
            if (await watch.WaitAsync(cancellationToken) is { } crowded)
            {
                return crowded;
            }
        }

        await group.WaitAsync(sending, cancellationToken);
        progress.Count(segment);
        _buffer.Drop(segment);
        _stored = clock.GetTimestamp();
        await sender.RequireYoungestAsync(atOnce: begins, cancellationToken);
        return null;
    }
}
