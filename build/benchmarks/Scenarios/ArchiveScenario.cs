using Lifecycle.Benchmarks.Contenders;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Report;
using Lifecycle.Benchmarks.Servers;

namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>What it costs Redis, its clients and the store to be followed.</summary>
internal sealed class ArchiveScenario(Bench bench) : Scenario("archive", "a writer of 50 records a second, with an archiver and without; about 7 minutes")
{
    private const int PerSecond = 50;
    private const int Rounds = 3;
    private const double MemoryLimit = 100;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Stretch = TimeSpan.FromMinutes(1);

    public override async Task<Section> RunAsync(CancellationToken cancellationToken)
    {
        var (redis, bucket) = (await bench.RedisAsync(cancellationToken), await bench.BucketAsync(cancellationToken));
        await RedisData.EmptyAsync(redis, cancellationToken);
        var archive = new OurArchive(bench.Root, redis, bucket);
        _ = await archive.FollowAsync(First, cancellationToken);
        var before = await StateAsync(redis, cancellationToken);
        var stored = await archive.StoredAsync(cancellationToken);

        var watch = new PodWatch(redis);
        var (with, without) = (new List<Sample>(), new List<Sample>());
        var writer = Writer.Start(await redis.EndPointAsync(cancellationToken), PerSecond);
        try
        {
            for (var round = 0; round < (bench.Options.Rounds ?? Rounds); round++)
            {
                without.Add(await MeasureAsync(watch, IdleAsync, cancellationToken));
                with.Add(await MeasureAsync(watch, token => archive.FollowAsync(Stretch, token), cancellationToken));
                bench.Say($"  Redis' pod used {Cpu(with[^1])} s of a minute with an archiver, {Cpu(without[^1])} s without");
            }
        }
        finally
        {
            await writer.StopAsync();
        }

        // Each went on with what the one before had left on the volume: two minutes of writes came to one of an archiver.
        var (count, bytes) = await archive.StoredAsync(cancellationToken);
        var minutes = with.Count * Stretch.TotalMinutes;
        var isTouched = before != await StateAsync(redis, cancellationToken);
        await archive.ForgetAsync(cancellationToken);
        return new Section("Archive", $"{PerSecond} records a second are written into Redis for a minute at a time, in turns with an archiver (`--archive-every 10s`, its start included) and without.")
        {
            Tables =
            [
                new Table("", ["", "CPU here, s a minute", "Peak memory here, MB", "Redis pod CPU, s a minute", "PING p99, ms"],
                [
                    ["with an archiver", Figures.Number(Spread.Of(with.Select(sample => sample.Cpu.TotalSeconds)).Median), Figures.Megabytes(with.Max(sample => sample.PeakBytes)), Figures.Range(CpuOf(with)), Figures.P99(PingsOf(with))],
                    ["without", Figures.None, Figures.None, Figures.Range(CpuOf(without)), Figures.P99(PingsOf(without))],
                ]),
                new Table("In the store", ["", "A day"],
                [
                    ["PUT requests", Figures.Count((int)((count - stored.Count) / minutes * 24 * 60))],
                    ["MB, of the records of a day", Figures.Megabytes((bytes - stored.Bytes) / (2 * minutes) * 24 * 60)],
                ]),
            ],
            Aims = [Aim.Most("Archive: peak memory", MemoryLimit, " MB", with.Max(sample => sample.PeakBytes) / 1_000_000.0)],
            HasVoidResult = isTouched,
        };
    }

    private static async Task<Sample> MeasureAsync(PodWatch watch, Func<CancellationToken, Task<Sample>> run, CancellationToken cancellationToken) =>
        (await watch.DuringAsync(async () => (await run(cancellationToken), ""), cancellationToken)).Sample;

    private static async Task<Sample> IdleAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Stretch, cancellationToken);
        return new Sample(Stretch, TimeSpan.Zero, 0);
    }

    /// <summary>What an archiver is to leave alone: the settings, and how often Redis has forked.</summary>
    private static async Task<string> StateAsync(RedisPod redis, CancellationToken cancellationToken) =>
        await redis.CallAsync(cancellationToken, "CONFIG", "GET", "*") + (await redis.CallAsync(cancellationToken, "INFO", "stats")).Split('\n').Single(line => line.StartsWith("total_forks:", StringComparison.Ordinal));

    private static string Cpu(Sample sample) => sample.Pod is { } pod ? Figures.Number(pod.Cpu / sample.Wall * 60) : Figures.None;

    private static Spread CpuOf(IEnumerable<Sample> samples) => Spread.Of(samples.Select(sample => sample.Pod is { } pod ? pod.Cpu / sample.Wall * 60 : double.NaN));

    private static List<TimeSpan> PingsOf(IEnumerable<Sample> samples) => [.. samples.SelectMany(sample => sample.Pings)];
}
