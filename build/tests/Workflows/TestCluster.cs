namespace Lifecycle.Tests.Workflows;

/// <summary>The cluster that TEST_KUBECONFIG names.</summary>
internal static class TestCluster
{
    public static async Task<string> ReadKubeconfigAsync()
    {
        var path = Environment.GetEnvironmentVariable("TEST_KUBECONFIG");
        Assert.SkipUnless(path is { Length: > 0 }, "There is no test cluster: start one with scripts/test-cluster.sh up, and set TEST_KUBECONFIG as it says");
        return await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
    }

    public static string NewNamespace() => $"t-{Guid.NewGuid().ToString("n")[..8]}";
}
