using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Servers;
using Lifecycle.Failures;
using Lifecycle.Tests.Proxies;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>One rotation that removes a fortieth, and the requests that it made.</summary>
internal sealed record Rotation(double Seconds, int Removed, int Lists, int Deletes)
{
    private const int Share = 40;

    /// <exception cref="LifecycleException">It failed, or others are left than should be.</exception>
    public static async Task<Rotation> MeasureAsync(string root, Bucket bucket, int count, CancellationToken cancellationToken)
    {
        await using var proxy = new FaultProxy(bucket.Endpoint, _ => WireFault.None);
        var keep = count - Math.Max(1, count / Share);
        var (sample, _) = await MeasuredProgram.RunAsync(
            [Path.Combine(root, "build.sh"), "Rotate", .. ManyBackups.Options(bucket, proxy.Endpoint), "--keep", $"{keep}"], cancellationToken);
        var left = await ManyBackups.CountAsync(bucket, cancellationToken);
        return left == keep
            ? new Rotation(
                sample.Wall.TotalSeconds,
                count - keep,
                proxy.Requests.Count(request => request.Target.Contains("list-type=2", StringComparison.Ordinal)),
                proxy.Requests.Count(request => request.Method is "POST" or "DELETE"))
            : throw new LifecycleException($"{left} backups are left of {count}, and {keep} were to stay", "Run Rotate by hand and look at what it says");
    }
}
