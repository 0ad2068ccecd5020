using System.Globalization;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Servers;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>An archiver as its users run it, and what it has put into the bucket.</summary>
internal sealed class OurArchive(string root, RedisPod redis, Bucket bucket)
{
    private const string Prefix = "archive";

    private string[] Options => [.. redis.Options, .. OurBackup.StoreOptions(bucket, bucket.Endpoint), "--backup-prefix", Prefix];

    /// <summary>Follows for so long. The first begins a log with a checkpoint, each later one goes on with it.</summary>
    public async Task<Sample> FollowAsync(TimeSpan span, CancellationToken cancellationToken) =>
        (await RunAsync(cancellationToken, "Archive", "--for", string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0}s"))).Sample;

    /// <summary>Restores the last moment that was followed.</summary>
    public async Task<Sample> RestoreEndAsync(CancellationToken cancellationToken)
    {
        var (_, history) = await RunAsync(cancellationToken, "History");
        var end = history[(history.LastIndexOf(" to ", StringComparison.Ordinal) + " to ".Length)..].Split([' ', '\n'])[0];
        return (await RunAsync(cancellationToken, "Restore", "--force", "--at", end)).Sample;
    }

    /// <summary>The segments that are stored, and their bytes.</summary>
    public async Task<(int Count, long Bytes)> StoredAsync(CancellationToken cancellationToken)
    {
        var (count, bytes) = (0, 0L);
        await foreach (var found in bucket.ListAsync($"{Prefix}/log/", cancellationToken))
        {
            (count, bytes) = (count + 1, bytes + (found.Size ?? 0));
        }

        return (count, bytes);
    }

    public Task ForgetAsync(CancellationToken cancellationToken) => bucket.ClearAsync(Prefix, cancellationToken);

    private Task<(Sample Sample, string Output)> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        MeasuredProgram.RunAsync([Path.Combine(root, "build.sh"), .. arguments, .. Options], cancellationToken);
}
