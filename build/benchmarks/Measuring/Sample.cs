namespace Lifecycle.Benchmarks.Measuring;

/// <summary>One measurement of a process and of everything that it started.</summary>
/// <param name="Wall">From its start to its end.</param>
/// <param name="Cpu">User and system time on this machine.</param>
/// <param name="PeakBytes">Most resident memory at once.</param>
internal sealed record Sample(TimeSpan Wall, TimeSpan Cpu, long PeakBytes)
{
    /// <summary>What Redis' container used meanwhile; null where nobody looked, or it is not on this machine.</summary>
    public PodUsage? Pod { get; init; }

    /// <summary>How long each PING took that was sent meanwhile.</summary>
    public IReadOnlyList<TimeSpan> Pings { get; init; } = [];
}
