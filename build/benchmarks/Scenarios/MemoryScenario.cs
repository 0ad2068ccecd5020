using Lifecycle.Benchmarks.Contenders;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Report;
using Lifecycle.Benchmarks.Servers;
using Lifecycle.Tests.Proxies;

namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>A store that takes less than Redis gives: what cannot go on must not pile up.</summary>
internal sealed class MemoryScenario(Bench bench) : Scenario("memory", "backups into a store that takes 2 MB/s; up to 4 minutes")
{
    private const long BytesPerSecond = 2_000_000;
    private const int Smallest = 150;
    private const double Limit = 150;
    private const string Slow = "into a store of 2 MB/s";

    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(5);

    public override async Task<Section> RunAsync(CancellationToken cancellationToken)
    {
        var (redis, bucket) = (await bench.RedisAsync(cancellationToken), await bench.BucketAsync(cancellationToken));
        var rows = new List<IReadOnlyList<string>>();
        var peaks = new List<double?>();
        var isVoid = false;
        foreach (var megabytes in bench.Options.Megabytes.Where(size => size >= Smallest))
        {
            bench.Say($"  growing /data to {Figures.Size(megabytes)}");
            var work = new BackupWork(bench.Root, bench.Folder, redis, bucket, await RedisData.GrowAsync(redis, megabytes * 1_000_000L, cancellationToken));
            await using var proxy = new FaultProxy(bucket.Endpoint, _ => WireFault.None) { BytesPerSecond = BytesPerSecond };
            var contest = await new Contest(Figures.Size(megabytes), [new OurBackup(work, proxy.Endpoint, Slow)], watch: null, Budget).RunAsync(rounds: 1, cancellationToken);
            isVoid |= contest[0].HasVoids;
            peaks.Add(contest.PeakMegabytes(Slow));
            rows.Add(contest[0].Counts
                ? [Figures.Size(megabytes), Figures.Number(contest[0].Seconds.Median), Figures.Megabytes(contest[0].Samples[0].PeakBytes)]
                : [Figures.Size(megabytes), Standings.Missing(contest[0])]);
        }

        return new Section("Memory", "Resident memory of the program during a backup, at most, where the store takes 2 MB/s.")
        {
            Tables = [new Table("", ["/data", "Seconds", "Peak memory, MB"], rows)],
            Aims = [Aim.Most("Backup into a store of 2 MB/s: peak memory", Limit, " MB", peaks.Max())],
            HasVoidResult = isVoid,
        };
    }
}
