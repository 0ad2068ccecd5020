using Lifecycle.Benchmarks.Servers;
using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>The program as its users run it, its start included.</summary>
/// <param name="work">What to back up.</param>
/// <param name="endpoint">The server, or something that stands before it.</param>
/// <param name="name">In tables.</param>
internal sealed class OurBackup(BackupWork work, Uri endpoint, string name = OurBackup.Usual) : Contender(name)
{
    public const string Usual = "`./build.sh Backup`";

    private const string Prefix = "ours";

    public override IReadOnlyList<string> Command =>
    [
        Path.Combine(work.Root, "build.sh"), "Backup", .. work.Redis.Options, .. StoreOptions(work.Bucket, endpoint), "--backup-prefix", Prefix,
    ];

    public static IReadOnlyList<string> StoreOptions(Bucket bucket, Uri endpoint) =>
        ["--store", $"s3://{bucket.Name}", "--s3-endpoint", endpoint.AbsoluteUri, "--region", Bucket.Region];

    /// <summary>What the program says about its result: <c>Archive:  s3://…</c>.</summary>
    public static string Fact(string output, string name) => output.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
        ? line[name.Length..].Trim()
        : throw new VoidResultException($"it does not say its '{name}'");

    public override async Task CheckAsync(string output, CancellationToken cancellationToken)
    {
        await work.RequireArchiveAsync(Fact(output, "Archive:"), Fact(output, "SHA256:"), cancellationToken);
        await work.Bucket.ClearAsync(Prefix, cancellationToken);
    }
}
