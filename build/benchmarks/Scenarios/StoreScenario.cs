using System.Diagnostics;
using Lifecycle.Benchmarks.Contenders;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Report;
using Lifecycle.Benchmarks.Servers;
using Lifecycle.Reporting;
using Lifecycle.Verbs;

namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>Listing and rotating few backups, and very many.</summary>
internal sealed class StoreScenario(Bench bench) : Scenario("store", "listing and rotating 10, 1,000 and 100,000 backups; up to 15 minutes, most of it to store them")
{
    private const int KeysPerRequest = 1000;

    private static readonly string[] Headings = ["Backups", "bare pass, s", "`Backups`, s", "`Rotate`, s", "removed", "list requests", "delete requests"];
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(3);

    public override async Task<Section> RunAsync(CancellationToken cancellationToken)
    {
        var bucket = await bench.BucketAsync(cancellationToken);
        var rows = new List<IReadOnlyList<string>>();
        IReadOnlyList<Aim> aims = [];
        var isVoid = false;
        foreach (var wanted in bench.Options.Backups)
        {
            var started = Stopwatch.GetTimestamp();
            var count = await ManyBackups.StoreAsync(bucket, wanted, cancellationToken);
            bench.Say($"  stored {Figures.Count(count)} backups in {Human.Duration(Stopwatch.GetElapsedTime(started))}");
            var list = new OurList(bench.Root, bucket, count);
            var listing = (await new Contest(Figures.Count(count), [list], watch: null, Budget).RunAsync(bench.Options.Rounds ?? 5, cancellationToken))[0];
            isVoid |= listing.HasVoids;
            var rotation = await Rotation.MeasureAsync(bench.Root, bucket, count, cancellationToken);
            rows.Add(
            [
                Figures.Count(count), Figures.Range(Spread.Of(list.Bare)), listing.Counts ? Figures.Range(listing.Seconds) : Standings.Missing(listing),
                Figures.Number(rotation.Seconds), Figures.Count(rotation.Removed), Figures.Count(rotation.Lists), Figures.Count(rotation.Deletes),
            ]);
            aims = Aims(count, listing.Counts ? listing.Seconds.Median / Spread.Of(list.Bare).Median : null, list.Pages, rotation);
            await bucket.ClearAsync(ManyBackups.Prefix, cancellationToken);
        }

        return new Section("Listing and rotation", "Each backup has two objects, an archive and its checksum. `./build.sh Backups` is the whole program; the bare pass is only the requests. Rotation goes through a proxy that counts its requests.")
        {
            Tables = [new Table("", Headings, rows)],
            Aims = aims,
            HasVoidResult = isVoid,
        };
    }

    private static IReadOnlyList<Aim> Aims(int count, double? ratio, int pages, Rotation rotation) =>
    [
        Aim.Most($"Listing {Figures.Count(count)} backups: times as long as one bare pass of ListObjectsV2", 2, "x", ratio),
        Aim.Most($"Rotating {Figures.Count(count)} backups: requests to list, of those of the bare pass", 1, "x", rotation.Lists / (double)pages),
        Aim.Most($"Rotating {Figures.Count(count)} backups: requests to delete, of one per 1,000 keys", 1, "x", rotation.Deletes / Deletions(rotation.Removed)),
    ];

    private static double Deletions(int backups) => Math.Ceiling(backups * ManyBackups.ObjectsPerBackup / (double)KeysPerRequest);
}
