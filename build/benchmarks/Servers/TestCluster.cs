namespace Lifecycle.Benchmarks.Servers;

/// <summary>The cluster of this run.</summary>
internal static class TestCluster
{
    /// <exception cref="NotHereException">There is none.</exception>
    public static string Kubeconfig => Environment.GetEnvironmentVariable("TEST_KUBECONFIG") is { Length: > 0 } path
        ? path
        : throw new NotHereException("there is no test cluster: start one with eval \"$(scripts/test-cluster.sh up)\"");
}
