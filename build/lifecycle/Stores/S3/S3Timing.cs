using System.Diagnostics.CodeAnalysis;

namespace Lifecycle.Stores.S3;

/// <summary>How patient the store is with its server.</summary>
internal sealed record S3Timing
{
    /// <summary>By which pauses and stalls are measured.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Nothing sent, nothing received for so long: the attempt has failed.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    public int Attempts { get; init; } = 7;

    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long clearing up after a failure may take.</summary>
    public TimeSpan CleanUp { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Before whatever follows so many attempts.</summary>
    public Task PauseAsync(int attempts, CancellationToken cancellationToken) => Task.Delay(DelayAfter(attempts), Clock, cancellationToken);

    /// <summary>Grows with each attempt, and is a random share of that, lest parallel requests come back in step.</summary>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "It spreads load; nothing depends on its being unknown.")]
    public TimeSpan DelayAfter(int attempt)
    {
        var longest = Math.Min(LongestDelay.TotalMilliseconds, FirstDelay.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
