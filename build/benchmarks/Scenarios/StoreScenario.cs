using System.Diagnostics;
using Lifecycle.Benchmarks.Contenders;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Report;
using Lifecycle.Benchmarks.Servers;
using Lifecycle.Tests.S3;

namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>Listing and rotating few backups, and very many.</summary>
internal sealed class StoreScenario(Bench bench) : Scenario("store", "listing and rotating 10, 1,000 and 100,000 backups; up to 15 minutes, most of it to store them")
{
    private const int KeysPerBatch = 1000;

    private static readonly int[] Counts = [10, 1000, 100_000];
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(3);

    public override async Task<Section> RunAsync(CancellationToken cancellationToken)
    {
        var bucket = await bench.BucketAsync(cancellationToken);
        var rows = new List<IReadOnlyList<string>>();
        var aims = new List<Aim>();
        var isVoid = false;
        foreach (var wanted in Counts)
        {
            var started = Stopwatch.GetTimestamp();
            var count = await ManyBackups.StoreAsync(bucket, wanted, cancellationToken);
            bench.Say($"  stored {count:N0} backups in {Reporting.Text.Duration(Stopwatch.GetElapsedTime(started))}");
            var (bare, listing) = await ListAsync(bucket, count, cancellationToken);
            var rotation = await RotateAsync(bucket, count, cancellationToken);
            isVoid |= listing.IsVoid;
            rows.Add(
            [
                $"{count:N0}", Figures.Range(bare),
                listing.Counts ? Figures.Range(listing.Seconds) : listing.Reason ?? Figures.None,
                Figures.Number(rotation.Seconds), $"{rotation.Removed:N0}", $"{rotation.Lists:N0}", $"{rotation.Deletes:N0}",
            ]);
            if (wanted == Counts[^1])
            {
                var what = $"{count:N0} backups";
                aims.Add(Aim.Most($"Listing {what}: times as long as one bare pass of ListObjectsV2", 2, "x", listing.Counts ? listing.Seconds.Median / bare.Median : null));
                aims.Add(Aim.Most($"Rotating {what}: requests to list, of those of one pass", 1, "x", rotation.Lists / Pages(count * ManyBackups.ObjectsPerBackup)));
                aims.Add(Aim.Most($"Rotating {what}: requests to delete, of one per 1,000 keys", 1, "x", rotation.Deletes / Pages(rotation.Removed * ManyBackups.ObjectsPerBackup)));
            }

            await bucket.ClearAsync(ManyBackups.Prefix, cancellationToken);
        }

        return new Section("Listing and rotation", "Each backup has two objects, an archive and its checksum. `./build.sh Backups` is the whole program; the bare pass is only the requests. Rotation goes through a proxy that counts its requests.")
        {
            Tables = [new Table("", ["Backups", "bare pass, s", "`Backups`, s", "`Rotate`, s", "removed", "list requests", "delete requests"], rows)],
            Aims = aims,
            HasVoidResult = isVoid,
        };
    }

    private static double Pages(long objects) => Math.Ceiling(objects / (double)KeysPerBatch);

    private async Task<(Spread Bare, Series Listing)> ListAsync(Bucket bucket, int count, CancellationToken cancellationToken)
    {
        var contest = new Contest($"{count:N0} backups", [new OurList(bench.Root, bucket, count)], watch: null, Budget);
        var bare = new List<double>();
        Series? all = null;
        for (var round = 0; round < (bench.Options.Rounds ?? 5); round++)
        {
            var started = Stopwatch.GetTimestamp();
            await foreach (var page in bucket.PagesAsync(ManyBackups.Prefix, cancellationToken))
            {
                _ = page;
            }

            bare.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            var series = (await contest.RunAsync(rounds: 1, cancellationToken))[0];
            if (all is null || !series.Counts)
            {
                all = series;
            }
            else
            {
                all.Add(series.Samples[0]);
            }
        }

        return (Spread.Of(bare), all!);
    }

    private async Task<(double Seconds, int Removed, int Lists, int Deletes)> RotateAsync(Bucket bucket, int count, CancellationToken cancellationToken)
    {
        await using var proxy = new FaultProxy(bucket.Endpoint, _ => Fault.None);
        var removed = Math.Max(1, count / 40);
        string[] command =
        [
            Path.Combine(bench.Root, "build.sh"), "Rotate", .. ManyBackups.Options(bucket, proxy.Endpoint), "--keep", $"{count - removed}",
        ];
        var (sample, _) = await MeasuredProgram.RunAsync(command, cancellationToken);
        var left = await ManyBackups.CountAsync(bucket, cancellationToken);
        return left == count - removed
            ? (sample.Wall.TotalSeconds, removed, proxy.Requests.Count(request => request.Target.Contains("list-type=2", StringComparison.Ordinal)), proxy.Requests.Count(request => request.Method is "POST" or "DELETE"))
            : throw new LifecycleException($"{left} backups are left of {count}, and {removed} were to go", "Run Rotate by hand and look at what it says");
    }
}
