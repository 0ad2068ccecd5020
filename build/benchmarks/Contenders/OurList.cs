using System.Diagnostics;
using Lifecycle.Benchmarks.Servers;
using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>The newest ten of all, for which all are listed. A bare pass over them comes before each time.</summary>
internal sealed class OurList(string root, Bucket bucket, int count) : Contender("`./build.sh Backups`")
{
    private readonly List<double> _bare = [];

    /// <summary>Seconds that the requests alone take.</summary>
    public IReadOnlyList<double> Bare => _bare;

    /// <summary>Requests of the last bare pass. A server may take more of them than there are thousands, where keys were deleted before.</summary>
    public int Pages { get; private set; }

    public override IReadOnlyList<string> Command => [Path.Combine(root, "build.sh"), "Backups", .. ManyBackups.Options(bucket, bucket.Endpoint), "--most", "10"];

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        Pages = await bucket.PagesAsync(ManyBackups.Prefix, cancellationToken).CountAsync(cancellationToken);
        _bare.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    public override Task CheckAsync(string output, CancellationToken cancellationToken) => output.Contains($" {count} in s3://", StringComparison.Ordinal)
        ? Task.CompletedTask
        : throw new VoidResultException($"it does not count {count} backups");
}
