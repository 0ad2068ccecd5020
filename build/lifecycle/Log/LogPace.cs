namespace Lifecycle.Log;

/// <summary>How often an archiver does what it does.</summary>
/// <param name="Every">No write waits longer than this until it is stored.</param>
/// <param name="CheckpointEvery">A backup is taken so often: what follows it is all that a restore has to load.</param>
/// <param name="For">When it ends by itself; null: when it is told to.</param>
public sealed record LogPace(TimeSpan Every, TimeSpan CheckpointEvery, TimeSpan? For)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Where nothing is written a segment says so: as opposed to that nobody follows.</summary>
    internal static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    /// <summary>How often Redis' files are looked at.</summary>
    internal TimeSpan Look => TimeSpan.FromTicks(Math.Clamp(Every.Ticks / 4, Shortest.Ticks, Longest.Ticks));
}
