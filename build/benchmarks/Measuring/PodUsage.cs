namespace Lifecycle.Benchmarks.Measuring;

/// <summary>What a container has used: processor time, and the time for which its limit kept it waiting.</summary>
internal sealed record PodUsage(TimeSpan Cpu, TimeSpan Throttled)
{
    public static PodUsage operator -(PodUsage later, PodUsage earlier) => new(later.Cpu - earlier.Cpu, later.Throttled - earlier.Throttled);

    public static PodUsage Subtract(PodUsage left, PodUsage right) => left - right;
}
