using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>The usual script: compresses in the pod, keeps a file here, hashes it, copies it.</summary>
internal sealed class ScriptBackup(BackupWork work) : Contender(Usual)
{
    public const string Usual = "the usual script";

    private const string Script = """
        kubectl -n "$1" exec redis-0 -- sh -c 'cd /data && tar -czf - .' > "$2"
        sha256sum "$2" > "$2.sha256"
        "$AWS" --endpoint-url "$4" s3 cp --no-progress "$2" "$3"
        "$AWS" --endpoint-url "$4" s3 cp --no-progress "$2.sha256" "$3.sha256"
        """;

    private string Archive => Path.Combine(work.Folder, "script.tgz");

    private string Uri => work.Bucket.Uri("script/script.tgz");

    public override IReadOnlyList<string> Command => Bash(Script, work.Redis.Namespace, Archive, Uri, work.Bucket.Endpoint.AbsoluteUri);

    public override Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Tools.MissingAsync(["kubectl", "aws"], cancellationToken);

    public override async Task CheckAsync(string output, CancellationToken cancellationToken)
    {
        await work.RequireArchiveAsync(Uri, await BackupWork.Sha256Async(Archive, cancellationToken), cancellationToken);
        await work.Bucket.ClearAsync("script", cancellationToken);
        File.Delete(Archive);
    }
}
