using Lifecycle.Benchmarks.Contenders;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Report;
using Lifecycle.Benchmarks.Servers;
using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>An archive of several sizes from the bucket into Redis, until Redis serves it.</summary>
internal sealed class RestoreScenario(Bench bench) : Scenario("restore", "from the bucket until Redis serves, three ways, at each size; up to 25 minutes")
{
    private const int Decisive = 150;
    private const double MemoryLimit = 150;

    public override async Task<Section> RunAsync(CancellationToken cancellationToken)
    {
        var tables = new List<Table>();
        var panels = new List<Panel>();
        var aims = new List<Aim>();
        var peaks = new List<double?>();
        var isVoid = false;
        foreach (var megabytes in bench.Options.Megabytes)
        {
            var contest = await HoldAsync(megabytes, cancellationToken);
            isVoid |= contest[0].HasVoids;
            peaks.Add(contest.PeakMegabytes(OurRestore.Usual));
            tables.Add(new Table($"Restore of {Figures.Size(megabytes)}", Standings.Headings, Standings.Rows(contest, _ => [])));
            panels.Add(Panel.Of($"Restore of {Figures.Size(megabytes)}", contest));
            if (megabytes == Decisive)
            {
                aims.Add(Aim.Least("Restore of 150 MB: times as fast as the usual script", 3, "x", contest.Ratio(ScriptRestore.Usual, OurRestore.Usual)));
                aims.Add(Aim.Most("Restore of 150 MB: times as long as the bytes and one restart take", 1.3, "x", contest.Ratio(OurRestore.Usual, WireRestore.Usual)));
            }
        }

        aims.Add(Aim.Most("Restore: peak memory at every size", MemoryLimit, " MB", peaks.Max()));
        return new Section("Restore", "From the start of the command until Redis answers PING with all data loaded. Before each measurement Redis is emptied and gets a new pod.")
        {
            Tables = tables,
            Panels = panels,
            Aims = aims,
            HasVoidResult = isVoid,
        };
    }

    private async Task<IReadOnlyList<Series>> HoldAsync(int megabytes, CancellationToken cancellationToken)
    {
        var (redis, bucket) = (await bench.RedisAsync(cancellationToken), await bench.BucketAsync(cancellationToken));
        bench.Say($"  growing /data to {Figures.Size(megabytes)}, and backing it up");
        var backup = new BackupWork(bench.Root, bench.Folder, redis, bucket, await RedisData.GrowAsync(redis, megabytes * 1_000_000L, cancellationToken));
        var (_, output) = await MeasuredProgram.RunAsync(new OurBackup(backup, bucket.Endpoint).Command, cancellationToken);
        var work = new RestoreWork(backup, OurBackup.Fact(output, "Archive:"), await redis.FingerprintAsync(cancellationToken));
        var effort = Effort.For(megabytes, bench.Options.Rounds);

        // Twice the time, for each gets a new pod. The limit begins and ends with the data in place; each of the others leaves it so.
        var contest = await new Contest(Figures.Size(megabytes), [new WireRestore(work), new OurRestore(work), .. Beside(work), new ScriptRestore(work)], watch: null, effort.Budget * 2).RunAsync(effort.Rounds, cancellationToken);
        await bucket.ClearAsync("", cancellationToken);
        return [.. contest.Skip(1), contest[0]];
    }

    private IEnumerable<Contender> Beside(RestoreWork work) => bench.Conditions is { Beside: { } other } conditions
        ? [new OurRestore(work with { Backup = work.Backup with { Root = other } }, conditions.NameBeside(OurRestore.Usual))]
        : [];
}
