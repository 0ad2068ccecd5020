using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Volume;

namespace Lifecycle.Log;

/// <summary>Looks at Redis' files over one connection: what is new, and whether the log goes on.</summary>
/// <param name="follower">At the place up to which was read.</param>
/// <param name="buffer">Gets what is new.</param>
/// <param name="progress">Is told how far it has come.</param>
/// <param name="time">What a look is noted by.</param>
/// <param name="file">The file that was read last.</param>
/// <param name="storeIsAway">Whether the store does not answer.</param>
/// <param name="clock">By which it is measured.</param>
internal sealed class LogWatch(LogFollower follower, SegmentBuffer buffer, LogProgress progress, LogClock time, string? file, Func<bool> storeIsAway, TimeProvider clock)
{
    /// <summary>A look that takes longer says nothing of its time: what came while its answer was on its way is not in it.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    /// <summary>How often Redis itself is asked.</summary>
    private static readonly TimeSpan Asking = TimeSpan.FromSeconds(10);

    private readonly HeldFiles _held = new(clock);
    private long _asked = clock.GetTimestamp();

    /// <summary>The file that is read, by its number in its file system.</summary>
    public string? File { get; private set; } = file;

    /// <summary>Whether Redis still writes what is followed, asked now and then; why it is over, where it is.</summary>
    public async Task<Halt?> CheckAsync(bool atOnce, CancellationToken cancellationToken)
    {
        if (!atOnce && clock.GetElapsedTime(_asked) < Asking)
        {
            return null;
        }

        _asked = clock.GetTimestamp();
        try
        {
            return await follower.CheckAsync(cancellationToken) is null ? Halt.AtGap("Redis no longer writes its append-only file, or follows another Redis") : null;
        }
        catch (ShellException)
        {
            return Halt.Disconnected;
        }
    }

    /// <summary>Reads what is new. Null where the connection broke.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public async Task<LogState?> LookAsync(bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            var asked = clock.GetTimestamp();
            var (state, count) = await follower.ReadAsync(buffer.Free, cancellationToken);
            buffer.Add(count);
            File = state?.File;
            // Where there is a next one, this one has ended at a time that nobody has seen.
            if (state is { IsBroken: false, Next: 0 } && IsRead(state) && (isLast || clock.GetElapsedTime(asked) <= Slow))
            {
                buffer.Note(time.Now(), state.Run);
            }

            Show(state);
            return state;
        }
        catch (ShellException)
        {
            return null;
        }
    }

    /// <summary>All that there is has been read.</summary>
    public bool IsRead(LogState state) => state.Size <= buffer.Read.Offset;

    /// <summary>All has been read, and Redis writes the next increment.</summary>
    public bool IsOver(LogState state) => IsRead(state) && state.Next > 0;

    /// <summary>Why the log does not go on from there; null where it does.</summary>
    public Halt? FindGap(LogState state)
    {
        if (state.IsBroken)
        {
            return Halt.AtGap(Describe(state));
        }

        // Stored, an empty last segment would say that a command ends where this one is cut.
        return IsOver(state) && !buffer.IsWhole ? Halt.AtGap($"increment {buffer.Read.Increment} ends within a command") : FindExcess(state);
    }

    /// <summary>While a segment is on its way to the store. It keeps the connection alive, and opens what a rewrite begins meanwhile.</summary>
    public async Task<Halt?> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            var state = await follower.LookAsync(cancellationToken);
            Show(state);
            return FindExcess(state);
        }
        catch (ShellException)
        {
            // Found out when there is something to read.
            return null;
        }
    }

    /// <summary>Goes on to the next increment.</summary>
    public async Task<Halt?> GoOnAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await follower.GoOnAsync(cancellationToken) is not { } state)
            {
                return Halt.AtGap($"Redis' append-only file may have been switched off before increment {buffer.Read.Increment + 1}");
            }

            buffer.Begin(new AofPosition(state.Increment, 0), []);
            File = state.File;
            return null;
        }
        catch (ShellException)
        {
            return Halt.Disconnected;
        }
    }

    private Halt? FindExcess(LogState? state) => state is not null && _held.IsTooMuch(state.Held, Unread(state), storeIsAway())
        ? Halt.AtGap($"the store was away, or too slow, while {Human.Bytes(state.Held)} lay on the volume for the log alone")
        : null;

    private long Unread(LogState? state) => Math.Max(0, (state?.Size ?? 0) - buffer.From.Offset);

    private void Show(LogState? state) => progress.Show(buffer.Read, Unread(state));

    private static string Describe(LogState state) =>
        state.Size < state.Offset ? $"increment {state.Increment} is shorter than it was"
        : state.Next == 0 ? $"increment {state.Increment} is no longer Redis': it has other data"
        : $"the rewrites went on past increment {state.Increment + 1} before it was seen";
}
