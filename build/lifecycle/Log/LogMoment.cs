using Lifecycle.Redis;

namespace Lifecycle.Log;

/// <summary>A time that a log tells, and where it was then: everything up to there was in Redis' file.</summary>
/// <param name="Position">Where.</param>
/// <param name="Time">When.</param>
/// <param name="IsAnew">The first that was told by a run of Redis: what the one before held at last, nobody knows.</param>
public sealed record LogMoment(AofPosition Position, DateTimeOffset Time, bool IsAnew = false)
{
    // Looks are a second apart at most. One that takes longer, on a busy machine, is no reason to refuse.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether this is what Redis held until another moment, as far as anybody can tell: one run of Redis has written nothing
    /// between them, or so little time passed that what is missing is of seconds. One that was switched to no append-only file
    /// goes on in the same place when it is started again, and so does one whose restore was undone.
    /// </summary>
    /// <param name="next">The one that a log tells after this.</param>
    internal bool LastsUntil(LogMoment next) => (next.Position <= Position && !next.IsAnew) || next.Time - Time <= Longest;
}
