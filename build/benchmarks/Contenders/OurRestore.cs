using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Contenders;

internal sealed class OurRestore(RestoreWork work, string name = OurRestore.Usual) : Contender(name)
{
    public const string Usual = "`./build.sh Restore`";

    public override IReadOnlyList<string> Command =>
    [
        Path.Combine(work.Backup.Root, "build.sh"), "Restore", "--force", "--s3-uri", work.Archive,
        .. work.Redis.Options, .. OurBackup.StoreOptions(work.Backup.Bucket, work.Backup.Bucket.Endpoint),
    ];

    public override Task PrepareAsync(CancellationToken cancellationToken) => work.EmptyAsync(cancellationToken);

    public override Task CheckAsync(string output, CancellationToken cancellationToken) => work.RequireServedAsync(cancellationToken);
}
