using System.Diagnostics;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Report;
using Lifecycle.Benchmarks.Servers;
using Lifecycle.Volume;

namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>How long a snapshot holds writes back, as one of Redis' clients sees it.</summary>
internal sealed class PauseScenario(Bench bench) : Scenario("pause", "snapshots under a client that writes; about 1 minute")
{
    private const int Megabytes = 75;
    private const int Rounds = 10;
    private const string Write = "SET benchmark:pause 1";

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(2);

    public override async Task<Section> RunAsync(CancellationToken cancellationToken)
    {
        var redis = await bench.RedisAsync(cancellationToken);
        _ = await RedisData.GrowAsync(redis, Megabytes * 1_000_000L, cancellationToken);
        var (volume, held, idle) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= (bench.Options.Rounds ?? Rounds); round++)
        {
            idle.Add(await LongestWriteAsync(redis, token => Task.Delay(IdleTime, token), cancellationToken));
            held.Add(await LongestWriteAsync(redis, async token => volume.Add(await SnapshotAsync(redis, token)), cancellationToken));
        }

        await redis.CallAsync(cancellationToken, "DEL", "benchmark:pause");
        bench.Say($"  the longest write took {Figures.Number(Spread.Of(held).Median)} ms during a snapshot, {Figures.Number(Spread.Of(idle).Median)} ms otherwise");
        return new Section("Snapshot pause", $"Snapshots of {Figures.Size(Megabytes)}, with a client that writes every 2 ms: the volume work as the tool sees it, an exec included, and the longest write as the client sees it, while the files are sent as well.")
        {
            Tables =
            [
                new Table("", ["", "Milliseconds"],
                [
                    ["the volume work: from the command until the first byte of a file comes", Figures.Range(Spread.Of(volume))],
                    ["the longest write during a snapshot and its transfer", Figures.Range(Spread.Of(held))],
                    ["the longest write in as many seconds without one", Figures.Range(Spread.Of(idle))],
                ]),
            ],
        };
    }

    private static async Task<double> LongestWriteAsync(RedisPod redis, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var probe = Probe.Start(await redis.EndPointAsync(cancellationToken), Write);
        IReadOnlyList<TimeSpan> writes = [];
        try
        {
            await work(cancellationToken);
        }
        finally
        {
            writes = await probe.StopAsync();
        }

        return writes.Max().TotalMilliseconds;
    }

    private static async Task<double> SnapshotAsync(RedisPod redis, CancellationToken cancellationToken)
    {
        var connection = await redis.ConnectAsync(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        await using var snapshot = await connection.Volume.TakeSnapshotAsync(connection.Survey.Layout, cancellationToken);
        var volumeWork = Stopwatch.GetElapsedTime(started);
        await snapshot.Content.CopyToAsync(Stream.Null, cancellationToken);
        await snapshot.CompleteAsync(cancellationToken);
        return volumeWork.TotalMilliseconds;
    }
}
