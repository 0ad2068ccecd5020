using Nuke.Common;
using Nuke.Common.IO;
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

    [Parameter("Another checkout of this repository, which competes in backup, restore and startup")]
    AbsolutePath? Beside => TryGetValue(() => Beside);

    [Parameter("How many cores the contenders have; the servers have them all (default: all)")]
    [AtLeast(1)]
    int? Cores => TryGetValue<int?>(() => Cores);

    [Parameter("How many milliseconds cluster and store are farther away than they are (default: 0)")]
    [AtLeast(1)]
    int? Latency => TryGetValue<int?>(() => Latency);

    Target Benchmark => _ => _
        .Description("Measures this tool beside the usual scripts and beside what is possible at all")
        .Produces(RootDirectory / "docs" / "benchmarks.*")
        .Executes(() => new BenchmarkRun(RootDirectory).RunAsync(new BenchmarkPlan(BenchmarkParts.Parse(Scenario), Rounds, Beside, Cores, Latency), Interruption.Token));
}
