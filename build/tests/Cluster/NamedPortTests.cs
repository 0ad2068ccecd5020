using System.Net;
using System.Net.Sockets;
using Lifecycle.Tests.Workflows;

namespace Lifecycle.Tests.Cluster;

/// <summary>Where somebody says on which ports the cluster for tests is to be.</summary>
public sealed class NamedPortTests
{
    private const string Choose =
        """
        subnet() { echo 198.18.77; }
        bridge() { echo rl-test-none; }
        fail() { echo "failed: $1"; exit 1; }
        port=$TEST_CLUSTER_PORT
        . scripts/test-cluster/network.sh
        choose_ports
        echo "takes $port"
        """;

    [Fact]
    public async Task Ports_that_are_free_are_taken() => Assert.Equal((0, $"takes {Free()}\n"), await ChooseAsync(Free()));

    [Fact]
    public async Task Ports_that_are_not_are_told_with_who_has_them()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var (exitCode, output) = await ChooseAsync(((IPEndPoint)listener.LocalEndpoint).Port);

        Assert.Equal(1, exitCode);
        Assert.Contains($"failed: in use already: {listener.LocalEndpoint}", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> ChooseAsync(int port)
    {
        using var workspace = new Workspace();
        return await workspace.RunAsync($"set -eu\n{Choose}", new Dictionary<string, string?> { ["TEST_CLUSTER_PORT"] = $"{port}" });
    }

    // Below those that the kernel gives away: nobody takes it meanwhile.
    private static int Free() => 16690;
}
