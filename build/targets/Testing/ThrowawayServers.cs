using Nuke.Common.IO;

namespace Targets.Testing;

/// <summary>The cluster and the S3 server that the environment names, or some of our own for as long as they are needed.</summary>
/// <param name="root">The repository.</param>
/// <param name="purpose">Keeps those of one run apart from those of another.</param>
internal sealed class ThrowawayServers(AbsolutePath root, string purpose) : IAsyncDisposable
{
    // Away from the port that scripts/test-cluster.sh takes by itself: a cluster that is up for tests stays as it is.
    private const string ClusterPort = "16640";

    private readonly ThrowawayServer _cluster = Server(root, purpose, "test-cluster");
    private readonly ThrowawayServer _store = Server(root, purpose, "test-s3");

    /// <returns>What leads to those that were started.</returns>
    /// <exception cref="Lifecycle.Failures.LifecycleException">One did not start.</exception>
    public async Task<Dictionary<string, string>> StartAsync(bool needCluster, bool needStore, CancellationToken cancellationToken)
    {
        if (needCluster && Variable("TEST_KUBECONFIG") is null)
        {
            await _cluster.StartAsync(new Dictionary<string, string> { ["TEST_CLUSTER_PORT"] = Variable("TEST_CLUSTER_PORT") ?? ClusterPort }, cancellationToken);
        }

        if (needStore && Variable("TEST_S3_ENDPOINT") is null)
        {
            await _store.StartAsync(new Dictionary<string, string>(), cancellationToken);
        }

        return _cluster.Variables.Concat(_store.Variables).DistinctBy(variable => variable.Key).ToDictionary();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static ThrowawayServer Server(AbsolutePath root, string purpose, string name) =>
        new(root / "scripts" / $"{name}.sh", Path.Combine(Path.GetTempPath(), $"redis-lifecycle-{purpose}-{name}"));
}
