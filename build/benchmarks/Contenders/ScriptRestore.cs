using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>The usual script: fetches the archive, copies it into the pod, unpacks it there, and has the pod made anew.</summary>
internal sealed class ScriptRestore(RestoreWork work) : Contender(Usual)
{
    public const string Usual = "the usual script";

    private const string Script = """
        "$AWS" --endpoint-url "$4" s3 cp --no-progress "$2" "$3"
        "$AWS" --endpoint-url "$4" s3 cp --no-progress "$2.sha256" "$3.sha256"
        [ "$(sha256sum "$3" | cut -d' ' -f1)" = "$(cut -d' ' -f1 "$3.sha256")" ]
        kubectl -n "$1" cp "$3" redis-0:/tmp/restore.tgz
        kubectl -n "$1" exec redis-0 -- sh -c 'mkdir /tmp/restore && tar -xzf /tmp/restore.tgz -C /tmp/restore && rm -rf /data/* && cp -a /tmp/restore/. /data/'
        kubectl -n "$1" delete pod redis-0
        until kubectl -n "$1" exec redis-0 -- redis-cli ping 2>/dev/null | grep -q PONG; do sleep 0.2; done
        """;

    private string File => Path.Combine(work.Backup.Folder, "restore.tgz");

    public override IReadOnlyList<string> Command => Bash(Script, work.Redis.Namespace, work.Archive, File, work.Backup.Bucket.Endpoint.AbsoluteUri);

    public override Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Tools.MissingAsync(["kubectl", "aws"], cancellationToken);

    public override Task PrepareAsync(CancellationToken cancellationToken) => work.EmptyAsync(cancellationToken);

    public override Task CheckAsync(string output, CancellationToken cancellationToken) => work.RequireServedAsync(cancellationToken);
}
