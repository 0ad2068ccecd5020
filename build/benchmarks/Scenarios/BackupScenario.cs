using Lifecycle.Benchmarks.Contenders;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Report;
using Lifecycle.Benchmarks.Servers;

namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>/data of several sizes into the bucket.</summary>
internal sealed class BackupScenario(Bench bench) : Scenario("backup", "/data into the bucket, five ways, at each size; up to 20 minutes")
{
    private const int Decisive = 150;
    private const double MemoryLimit = 150;

    private static readonly string[] PodHeadings = ["Redis pod CPU, s", "throttled, s", "PING p99, ms"];

    public override async Task<Section> RunAsync(CancellationToken cancellationToken)
    {
        var tables = new List<Table>();
        var panels = new List<Panel>();
        var aims = new List<Aim>();
        var peaks = new List<double?>();
        var isVoid = false;
        foreach (var megabytes in bench.Options.Megabytes)
        {
            var (contest, idle) = await HoldAsync(megabytes, cancellationToken);
            isVoid |= contest[0].HasVoids;
            peaks.Add(contest.PeakMegabytes(OurBackup.Usual));
            tables.Add(new Table(
                $"Backup of {Figures.Size(megabytes)} (PING p99 while idle: {Figures.P99(idle)} ms)",
                [.. Standings.Headings, .. PodHeadings],
                Standings.Rows(contest, PodCells)));
            panels.Add(Panel.Of($"Backup of {Figures.Size(megabytes)}", contest));
            if (megabytes == Decisive)
            {
                aims.AddRange(Aims(contest, idle));
            }
        }

        aims.Add(Aim.Most("Backup: peak memory at every size", MemoryLimit, " MB", peaks.Max()));
        return new Section("Backup", "From the start of the command to its end, the archive and its checksum in the bucket.") { Tables = tables, Panels = panels, Aims = aims, HasVoidResult = isVoid };
    }

    private async Task<(IReadOnlyList<Series> Contest, IReadOnlyList<TimeSpan> Idle)> HoldAsync(int megabytes, CancellationToken cancellationToken)
    {
        var (redis, bucket) = (await bench.RedisAsync(cancellationToken), await bench.BucketAsync(cancellationToken));
        bench.Say($"  growing /data to {Figures.Size(megabytes)}");
        var work = new BackupWork(bench.Root, bench.Folder, redis, bucket, await RedisData.GrowAsync(redis, megabytes * 1_000_000L, cancellationToken));
        var watch = new PodWatch(redis);
        var effort = Effort.For(megabytes, bench.Options.Rounds);
        Contender[] contenders = [new OurBackup(work, bucket.Endpoint), .. Beside(work), new ScriptBackup(work), new PipeBackup(work), new ResticBackup(work), new RawStream(work)];
        return (await new Contest(Figures.Size(megabytes), contenders, watch, effort.Budget).RunAsync(effort.Rounds, cancellationToken), watch.Idle);
    }

    private IEnumerable<Contender> Beside(BackupWork work) => bench.Conditions is { Beside: { } other } conditions
        ? [new OurBackup(work with { Root = other }, work.Bucket.Endpoint, conditions.NameBeside(OurBackup.Usual))]
        : [];

    private static IReadOnlyList<string> PodCells(Series series) =>
    [
        PodSpread(series, usage => usage.Cpu) is { } cpu ? Figures.Range(cpu) : "the pod is not on this machine",
        PodSpread(series, usage => usage.Throttled) is { } throttled ? Figures.Range(throttled) : Figures.None,
        Figures.P99(series.Pings),
    ];

    private static Spread? PodSpread(Series? series, Func<PodUsage, TimeSpan> property) => series is not null && series.Samples.All(sample => sample.Pod is not null)
        ? series.Of(sample => property(sample.Pod!).TotalSeconds)
        : null;

    private static IEnumerable<Aim> Aims(IReadOnlyList<Series> contest, IReadOnlyList<TimeSpan> idle)
    {
        var ours = contest.Find(OurBackup.Usual);
        var (cpu, usualCpu) = (PodSpread(ours, usage => usage.Cpu), PodSpread(contest.Find(ScriptBackup.Usual), usage => usage.Cpu));
        return
        [
            Aim.Least("Backup of 150 MB: times as fast as the usual script", 10, "x", contest.Ratio(ScriptBackup.Usual, OurBackup.Usual)),
            Aim.Least("Backup of 150 MB: times as fast as exec, gzip and aws in a pipe", 2, "x", contest.Ratio(PipeBackup.Usual, OurBackup.Usual)),
            Aim.Most("Backup of 150 MB: times as long as the raw stream takes", 1.25, "x", contest.Ratio(OurBackup.Usual, RawStream.Usual)),
            Aim.Most("Backup of 150 MB: CPU of the Redis pod, of what the usual script costs it", 20, " %", 100 * cpu?.Median / usualCpu?.Median),
            Aim.Most("Backup of 150 MB: PING p99, times that of an idle Redis", 2, "x", ours is { Pings.Count: > 0 } && idle.Count > 0 ? Spread.P99(ours.Pings) / Spread.P99(idle) : null),
        ];
    }
}
