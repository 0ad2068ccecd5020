using Lifecycle.Tests.Cluster;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>The servers under test, where the scripts of this repository have started them.</summary>
internal static class Servers
{
    private static readonly string Scripts = Path.Combine(ClusterFixture.RepositoryRoot, "scripts");

    /// <summary>Null where it is somebody else's cluster.</summary>
    public static string? ClusterState { get; } =
        Path.GetDirectoryName(Environment.GetEnvironmentVariable("TEST_KUBECONFIG")) is { Length: > 0 } folder && File.Exists(Path.Combine(folder, "process")) ? folder : null;

    /// <summary>Null where it is somebody else's server.</summary>
    public static string? StoreState { get; } = Environment.GetEnvironmentVariable("TEST_S3_STATE") is { Length: > 0 } folder ? folder : null;

    public static Task StopApiServerAsync() => ApiServerAsync("stop");

    public static Task StartApiServerAsync() => ApiServerAsync("start");

    public static Task StopStoreAsync() => StoreAsync("stop");

    public static Task StartStoreAsync() => StoreAsync("start");

    /// <summary>Runs a command where the cluster's node has its file systems.</summary>
    public static async Task<string> OnNodeAsync(params string[] command)
    {
        var process = (await File.ReadAllTextAsync(Path.Combine(ClusterState!, "process"))).Split(' ')[0];
        return await Tool.RunAsync(["nsenter", "--target", process, "--mount", "--", .. command], "/");
    }

    // The scripts take a TEST_KUBECONFIG of their own cluster for what it is.
    private static Task<string> ApiServerAsync(string action) => Tool.RunAsync([Path.Combine(Scripts, "test-cluster.sh"), "api", action, ClusterState!], "/");

    private static Task<string> StoreAsync(string action) => Tool.RunAsync([Path.Combine(Scripts, "test-s3.sh"), "gateway", action, StoreState!], "/");
}
