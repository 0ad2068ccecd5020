namespace Lifecycle.Waiting;

/// <summary>How long to pause between two looks: a tenth of what it has taken so far, so that no more than that is lost to waiting.</summary>
public readonly record struct Pace(TimeSpan Shortest, TimeSpan Longest)
{
    private const int Share = 10;

    /// <summary>For what a cluster or a process does within seconds.</summary>
    public static readonly Pace Default = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500));

    public static Pace Steady(TimeSpan pause) => new(pause, pause);

    public TimeSpan After(TimeSpan waited) => TimeSpan.FromTicks(Math.Clamp(waited.Ticks / Share, Shortest.Ticks, Longest.Ticks));
}
