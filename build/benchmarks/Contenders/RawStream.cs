using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>The limit: what comes out of the pod, counted and thrown away.</summary>
internal sealed class RawStream(BackupWork work) : Contender(Usual)
{
    public const string Usual = "the limit: `kubectl exec tar`, thrown away";

    private const string Script = """kubectl -n "$1" exec redis-0 -- tar -C /data -cf - . | wc -c""";

    public override IReadOnlyList<string> Command => Bash(Script, work.Redis.Namespace);

    public override Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Tools.MissingAsync(["kubectl"], cancellationToken);

    public override Task CheckAsync(string output, CancellationToken cancellationToken)
    {
        work.Require(output, "the stream");
        return Task.CompletedTask;
    }
}
