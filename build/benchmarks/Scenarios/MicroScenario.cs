using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Lifecycle.Benchmarks.Micro;
using Lifecycle.Benchmarks.Report;

namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>The inner loops, each beside the library's own.</summary>
internal sealed class MicroScenario(Bench bench) : Scenario("micro", "compressor, tar reader and frame reader beside .NET's own; about 1 minute")
{
    private static readonly Type[] Benchmarks = [typeof(Compression), typeof(TarReading), typeof(FrameReading)];

    public override Task<Section> RunAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var rows = new List<IReadOnlyList<string>>();
            foreach (var type in Benchmarks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.AddRange(Rows(BenchmarkRunner.Run(type, Configuration())));
            }

            return new Section("Inner loops", "By BenchmarkDotNet, in one process. What guards against regressions are counts, in the tests: allocations and requests.")
            {
                Tables = [new Table("", ["", "to the first", "mean, ms", "allocated, KB"], rows)],
                HasVoidResult = rows.Count == 0,
            };
        },
        cancellationToken);

    // In this process: the projects that BenchmarkDotNet would generate inherit what this repository demands of its own.
    private ManualConfig Configuration() => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.DontLogOutput))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddLogger(NullLogger.Instance)
        .WithArtifactsPath(Path.Combine(bench.Folder, "micro"));

    private static IEnumerable<IReadOnlyList<string>> Rows(Summary summary)
    {
        var reports = summary.Reports.Where(report => report.Success).ToList();
        var baseline = reports.Find(report => report.BenchmarkCase.Descriptor.Baseline)?.ResultStatistics?.Mean ?? double.NaN;
        return reports.Select(report => (IReadOnlyList<string>)
        [
            report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''),
            Figures.Ratio(report.ResultStatistics!.Mean / baseline),
            Figures.Number(report.ResultStatistics.Mean / 1_000_000),
            Figures.Number((report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0) / 1000.0),
        ]);
    }
}
