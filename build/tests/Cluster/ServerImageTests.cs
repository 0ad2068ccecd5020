using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Cluster;

/// <summary>The image of each server holds it, and runs it for the users that manifests name.</summary>
public sealed class ServerImageTests : ClusterTest
{
    private const string Hardened = """
        - op: add
          path: /spec/template/spec/containers/0/securityContext
          value: {runAsUser: 999, runAsGroup: 1000, runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}

        """;

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public Task A_server_runs_as_the_manifests_have_it(string server) => RunAsync(server, "");

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public Task A_server_runs_without_root_and_without_a_root_to_write_to(string server) => RunAsync(server, Hardened);

    private async Task RunAsync(string server, string patch)
    {
        var environment = await OpenAsync(Cluster.AsOperator(await Cluster.ServerAsync(server, patch)));
        _ = await environment.DeployAsync(Notes, dryRun: false, Token);

        Assert.Equal("OK", await RedisAsync(environment, "SET", "a", "b"));
        var (product, version) = (server.Split('-')[0], server.Split('-')[1]);
        Assert.Contains($"\n{product}_version:{version}.", await RedisAsync(environment, "INFO", "server"), StringComparison.Ordinal);
        Assert.Equal("999 1000", (await ExecAsync("stat -c '%u %g' /proc/1")).Trim());
        Assert.Contains("All AOF files and manifest are valid", await ExecAsync("redis-check-aof appendonlydir/appendonly.aof.manifest"), StringComparison.Ordinal);
    }

    private Task<string> ExecAsync(string script) => Cluster.KubectlAsync("-n", Cluster.Namespace, "exec", "redis-0", "--", "sh", "-c", script);
}
