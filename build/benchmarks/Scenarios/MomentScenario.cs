using Lifecycle.Benchmarks.Contenders;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Report;
using Lifecycle.Benchmarks.Servers;
using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>How long it takes to restore a moment, with ever more of a log between it and its checkpoint.</summary>
internal sealed class MomentScenario(Bench bench) : Scenario("moment", "a moment after 10 MB, 100 MB and 1 GB of log; about 8 minutes")
{
    // A second for so many megabytes of log: they are read through the API server.
    private const int PerSecond = 10;

    private static readonly int[] Megabytes = [10, 100, 1000];
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);

    public override async Task<Section> RunAsync(CancellationToken cancellationToken)
    {
        var redis = await bench.RedisAsync(cancellationToken);
        var archive = new OurArchive(bench.Root, redis, await bench.BucketAsync(cancellationToken));
        var rows = new List<IReadOnlyList<string>>();
        var isVoid = false;
        foreach (var megabytes in Megabytes.Where(size => size <= bench.Options.Megabytes.Max()))
        {
            await RedisData.EmptyAsync(redis, cancellationToken);
            await redis.RecreateAsync(cancellationToken);
            _ = await archive.FollowAsync(First, cancellationToken);
            _ = await RedisData.GrowAsync(redis, megabytes * 1_000_000L, cancellationToken);
            _ = await archive.FollowAsync(First + TimeSpan.FromSeconds(megabytes / PerSecond), cancellationToken);
            var fingerprint = await redis.FingerprintAsync(cancellationToken);
            var (_, bytes) = await archive.StoredAsync(cancellationToken);

            await RedisData.EmptyAsync(redis, cancellationToken);
            await redis.RecreateAsync(cancellationToken);
            var sample = await archive.RestoreEndAsync(cancellationToken);
            isVoid |= fingerprint != await redis.FingerprintAsync(cancellationToken);
            bench.Say($"  {Figures.Size(megabytes)} of log in {Figures.Number(sample.Wall.TotalSeconds)} s");
            rows.Add([Figures.Size(megabytes), Figures.Megabytes(bytes), Figures.Number(sample.Wall.TotalSeconds), Figures.Number(sample.Cpu.TotalSeconds), Figures.Megabytes(sample.PeakBytes)]);
            await archive.ForgetAsync(cancellationToken);
        }

        return new Section("Restoring a moment", "From the start of `./build.sh Restore --at` until Redis serves the last moment of a log: an empty checkpoint, and so much of the append-only file after it. Once each; what Redis serves is compared.")
        {
            Tables = [new Table("", ["Log after the checkpoint", "In the store, MB", "Seconds", "CPU here, s", "Peak memory here, MB"], rows)],
            HasVoidResult = isVoid,
        };
    }
}
