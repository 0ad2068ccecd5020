using Lifecycle.Failures;
using Targets.CommandLine;

namespace Targets.Testing;

/// <summary>What of the benchmarks is to run, and which servers that takes.</summary>
internal sealed class BenchmarkParts
{
    private static readonly string[] OnTheCluster = ["backup", "restore", "memory", "pause", "archive", "moment"];
    private static readonly string[] InTheStore = ["backup", "restore", "memory", "store", "archive", "moment"];
    private static readonly string[] All = ["backup", "restore", "memory", "store", "startup", "pause", "archive", "moment", "micro"];

    private BenchmarkParts(IReadOnlyList<string> names) => Names = names;

    public IReadOnlyList<string> Names { get; }

    public bool NeedCluster => Names.Intersect(OnTheCluster).Any();

    public bool NeedStore => Names.Intersect(InTheStore).Any();

    /// <param name="text">Names between commas; nothing for all.</param>
    /// <exception cref="LifecycleException">There is no such part.</exception>
    public static BenchmarkParts Parse(string? text)
    {
        var names = text?.ToLowerInvariant().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? All;
        return names.Except(All).FirstOrDefault() is { } unknown
            ? throw new LifecycleException($"Benchmark has no part '{unknown}'", $"Did you mean {Spelling.Nearest(unknown, All)}? --scenario takes {string.Join(", ", All)}, with commas between")
            : new BenchmarkParts(names);
    }
}
