using Nuke.Common.IO;

namespace Targets.Testing;

/// <summary>What of the benchmarks is to run, how often, and under which conditions.</summary>
/// <param name="Parts">What to measure.</param>
/// <param name="Rounds">How often to measure each contender, or null for what suits its size.</param>
/// <param name="Beside">Another checkout of this repository, which competes.</param>
/// <param name="Cores">How many cores the contenders have; the servers have them all. Null for all.</param>
/// <param name="Latency">Milliseconds that the way to cluster and store, and back, takes more than it does.</param>
internal sealed record BenchmarkPlan(BenchmarkParts Parts, int? Rounds, AbsolutePath? Beside, int? Cores, int? Latency)
{
    /// <summary>A command that keeps another to those cores: it goes before.</summary>
    public IReadOnlyList<string> Confinement => Cores is { } cores ? ["taskset", "--cpu-list", $"0-{cores - 1}"] : [];

    public IReadOnlyList<string> Arguments =>
    [
        "--scenario", string.Join(',', Parts.Names),
        .. Option("--rounds", Rounds), .. Option("--beside", Beside), .. Option("--cores", Cores), .. Option("--latency", Latency),
    ];

    private static string[] Option(string name, object? value) => value is null ? [] : [name, $"{value}"];
}
