using k8s;
using k8s.Models;
using Lifecycle.Cluster;
using Lifecycle.Cluster.Api;
using Lifecycle.Environments;
using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Tests.Cluster;

/// <summary>Each test in a namespace of its own: several classes share the one small node at a time.</summary>
public abstract class ClusterTest : IAsyncLifetime
{
    private readonly List<ClusterEnvironment> _opened = [];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ClusterFixture Cluster { get; } = new();

    internal Notes Notes { get; } = new();

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var environment in _opened)
        {
            environment.Dispose();
        }

        await Cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<ClusterEnvironment> OpenAsync(ClusterOptions options)
    {
        var environment = await ClusterEnvironment.ConnectAsync(options, Notes, Token);
        _opened.Add(environment);
        return environment;
    }

    protected async Task<ClusterEnvironment> DeployAsync()
    {
        var environment = await OpenAsync(Cluster.AsOperator());
        _ = await environment.DeployAsync(Notes, dryRun: false, Token);
        return environment;
    }

    /// <summary>How the command line says it.</summary>
    protected string[] Options(ClusterOptions options) =>
        ["--environment", "dev", "--namespace", Cluster.Namespace, "--kubeconfig", options.Kubeconfig!, "--store", Path.Combine(Cluster.Folder, "store")];

    protected async Task<V1Pod> PodAsync() => await Cluster.Admin.CoreV1.ReadNamespacedPodAsync("redis-0", Cluster.Namespace, cancellationToken: Token);

    /// <summary>One that somebody makes by hand, with Redis' labels.</summary>
    protected async Task ClaimAsync(string name)
    {
        var file = Path.Combine(Cluster.Folder, $"{name}.yaml");
        await File.WriteAllTextAsync(
            file,
            $$"""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata:
              name: {{name}}
              labels: {app.kubernetes.io/name: redis}
            spec:
              accessModes: [ReadWriteOnce]
              resources:
                requests: {storage: 64Mi}
            """,
            Token);
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "apply", "-f", file);
    }

    protected static async Task<string> RedisAsync(IEnvironment environment, params string[] command)
    {
        var shell = (await environment.Redis.TryConnectAsync(Token))?.Shell;
        Assert.NotNull(shell);
        return (await shell.ReadAsync(new Command("redis-cli -e \"$@\"", command), Token)).Trim();
    }

    protected static string Facts(Verdict verdict) => string.Join('\n', verdict.Facts.Select(fact => $"{fact.Name}: {fact.Value}"));

    protected static string Failures(IReadOnlyList<Check> checks) => string.Join('\n', checks.Where(check => !check.Passed).Select(check => $"{check.Name}: {check.Finding}"));
}
