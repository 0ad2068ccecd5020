using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Shells;
using Lifecycle.Verbs;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>restic, fed from the pod. It keeps what it has seen, so each measurement gets a new repository.</summary>
internal sealed class ResticBackup(BackupWork work) : Contender("`kubectl exec tar | restic backup --stdin`")
{
    private const string Settings = """export RESTIC_PASSWORD=benchmark RESTIC_REPOSITORY="$1";""";
    private const string Create = Settings + "restic --quiet --no-cache init";
    private const string Script = Settings + """kubectl -n "$2" exec redis-0 -- tar -C /data -cf - . | restic --quiet --no-cache backup --stdin --stdin-filename data.tar""";
    private const string Size = Settings + "restic --quiet --no-cache dump latest data.tar | wc -c";

    private string Repository => $"s3:{work.Bucket.Endpoint.AbsoluteUri}{work.Bucket.Name}/restic";

    public override IReadOnlyList<string> Command => Bash(Script, Repository, work.Redis.Namespace);

    public override Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Tools.MissingAsync(["kubectl", "restic"], cancellationToken);

    public override Task PrepareAsync(CancellationToken cancellationToken) => MeasuredProgram.RunAsync(Bash(Create, Repository), cancellationToken);

    public override async Task CheckAsync(string output, CancellationToken cancellationToken)
    {
        work.Require((await MeasuredProgram.RunAsync(Bash(Size, Repository), cancellationToken)).Output, "what restic gives back");
        await work.Bucket.ClearAsync("restic", cancellationToken);
    }
}
