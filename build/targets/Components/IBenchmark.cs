using Nuke.Common;
using Targets.CommandLine;
using Targets.Testing;

namespace Targets.Components;

internal interface IBenchmark : INukeBuild
{
    [Parameter("What to measure, with commas between: backup, restore, memory, store, startup, pause, archive, moment, micro (default: all)")]
    [Format(typeof(BenchmarkParts))]
    string? Scenario => TryGetValue(() => Scenario);

    [Parameter("How often to measure each contender (default: 5, and 3 where one takes minutes)")]
    [AtLeast(1)]
    int? Rounds => TryGetValue<int?>(() => Rounds);

    Target Benchmark => _ => _
        .Description("Measures this tool beside the usual scripts and beside what is possible at all")
        .Produces(RootDirectory / "docs" / "benchmarks.*")
        .Executes(() => new BenchmarkRun(RootDirectory).RunAsync(BenchmarkParts.Parse(Scenario), Rounds, Interruption.Token));
}
