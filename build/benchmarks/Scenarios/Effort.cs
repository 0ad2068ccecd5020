namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>How often a contest is held, and how long it may take.</summary>
internal sealed record Effort(int Rounds, TimeSpan Budget)
{
    private const int Large = 1000;

    public static Effort For(int megabytes, int? rounds) => megabytes < Large
        ? new Effort(rounds ?? 5, TimeSpan.FromMinutes(5))
        : new Effort(rounds ?? 3, TimeSpan.FromMinutes(12));
}
