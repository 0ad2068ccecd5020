using System.Diagnostics;
using Amazon.S3.Model;
using Lifecycle.Archives;
using Lifecycle.Benchmarks.Contenders;
using Lifecycle.Stores;

namespace Lifecycle.Benchmarks.Servers;

/// <summary>Backups of one byte, as many as a schedule leaves in years.</summary>
internal static class ManyBackups
{
    public const string Prefix = "many";
    public const int ObjectsPerBackup = 2;

    private const int MostAtOnce = 32;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>The embedded environment: no cluster is needed to look at a bucket.</summary>
    public static IReadOnlyList<string> Options(Bucket bucket, Uri endpoint) => ["--environment", "embedded", .. OurBackup.StoreOptions(bucket, endpoint), "--backup-prefix", Prefix];

    /// <returns>How many there are now: fewer than wanted where storing them took too long.</returns>
    public static async Task<int> StoreAsync(Bucket bucket, int wanted, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var first = DateTimeOffset.UtcNow.AddMinutes(-wanted - 1);
        var stored = 0;

        // In the order of their names, or nearly: what is stored last must be among the newest, or Rotate suspects the clock.
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(wanted / 100, 1, MostAtOnce), CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, wanted, options, async (number, token) =>
        {
            if (Stopwatch.GetElapsedTime(started) < Limit)
            {
                var name = BackupName.At(first.AddMinutes(number));
                await PutAsync(bucket, name.Key(BackupPart.Archive), token);
                await PutAsync(bucket, name.Key(BackupPart.Checksum), token);
                _ = Interlocked.Increment(ref stored);
            }
        });
        return stored;
    }

    public static async Task<int> CountAsync(Bucket bucket, CancellationToken cancellationToken)
    {
        var objects = 0;
        await foreach (var page in bucket.PagesAsync(Prefix, cancellationToken))
        {
            objects += page.Count;
        }

        return objects / ObjectsPerBackup;
    }

    private static async Task PutAsync(Bucket bucket, string key, CancellationToken cancellationToken) =>
        _ = await bucket.Client.PutObjectAsync(new PutObjectRequest { BucketName = bucket.Name, Key = $"{Prefix}/{key}", ContentBody = "x" }, cancellationToken);
}
