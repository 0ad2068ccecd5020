using k8s;
using Lifecycle.Cluster;
using Lifecycle.Cluster.Exec;

namespace Lifecycle.Tests.Cluster;

/// <summary>A deployed Redis that tests share, reached as the account that makes backups.</summary>
public sealed class RunningRedis : IAsyncLifetime
{
    private Kubernetes? _client;

    public ClusterFixture Cluster { get; } = new();

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await Cluster.DisposeAsync();
    }

    internal async Task<PodShell> ShellAsync(string container = "redis")
    {
        if (_client is null)
        {
            var cancellationToken = TestContext.Current.CancellationToken;
            using var deploying = await ClusterEnvironment.ConnectAsync(Cluster.AsOperator(), new Notes(), cancellationToken);
            _ = await deploying.DeployAsync(new Notes(), dryRun: false, cancellationToken);
            _client = await KubeAccess.ConnectAsync(Cluster.AsBackup(), cancellationToken);
        }

        return new PodShell(_client, Cluster.Namespace, "redis-0", container);
    }
}
