using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>The better script: compresses here, keeps no file.</summary>
internal sealed class PipeBackup(BackupWork work) : Contender(Usual)
{
    public const string Usual = "`kubectl exec tar | gzip | aws s3 cp -`";

    private const string Script = """kubectl -n "$1" exec redis-0 -- tar -C /data -cf - . | gzip | "$AWS" --endpoint-url "$3" s3 cp - "$2" """;

    private string Uri => work.Bucket.Uri("pipe/pipe.tgz");

    public override IReadOnlyList<string> Command => Bash(Script, work.Redis.Namespace, Uri, work.Bucket.Endpoint.AbsoluteUri);

    public override Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Tools.MissingAsync(["kubectl", "aws", "gzip"], cancellationToken);

    public override async Task CheckAsync(string output, CancellationToken cancellationToken)
    {
        await work.RequireArchiveAsync(Uri, sha256: null, cancellationToken);
        await work.Bucket.ClearAsync("pipe", cancellationToken);
    }
}
