using Lifecycle.Redis;

namespace Lifecycle.Log;

/// <summary>A time that a log tells, and where it was then: everything up to there was in Redis' file.</summary>
public sealed record LogMoment(AofPosition Position, DateTimeOffset Time)
{
    // Looks are a second apart at most. One that takes longer, on a busy machine, is no reason to refuse.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether this is what Redis held until another moment, as far as anybody can tell: nothing was written between them, or
    /// so little time passed that what is missing is of seconds.
    /// </summary>
    /// <param name="next">The one that a log tells after this.</param>
    internal bool LastsUntil(LogMoment next) => next.Position <= Position || next.Time - Time <= Longest;
}
