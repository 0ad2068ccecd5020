using Lifecycle.Benchmarks.Servers;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>The newest ten of all, for which all are listed.</summary>
internal sealed class OurList(string root, Bucket bucket, int count) : Contender("`./build.sh Backups`")
{
    public override IReadOnlyList<string> Command => [Path.Combine(root, "build.sh"), "Backups", .. ManyBackups.Options(bucket, bucket.Endpoint), "--most", "10"];

    public override Task CheckAsync(string output, CancellationToken cancellationToken) => output.Contains($"{count} in ", StringComparison.Ordinal)
        ? Task.CompletedTask
        : throw new VoidResultException($"it does not count {count} backups");
}
