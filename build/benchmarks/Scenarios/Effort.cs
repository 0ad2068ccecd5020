namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>How often a contest is held, and how long it may take.</summary>
internal sealed record Effort(int Rounds, TimeSpan Budget)
{
    // One round of the usual script takes minutes there.
    private const int Large = 1000;
    private const int Decisive = 150;

    public static Effort For(int megabytes, int? rounds) => megabytes switch
    {
        >= Large => new Effort(1, TimeSpan.FromMinutes(12)),
        >= Decisive => new Effort(rounds ?? 6, TimeSpan.FromMinutes(6)),
        _ => new Effort(rounds ?? 6, TimeSpan.FromMinutes(2.5)),
    };
}
