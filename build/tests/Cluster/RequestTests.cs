using System.Text.RegularExpressions;
using Lifecycle.Cluster;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Exec;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Stores;
using Lifecycle.Tests.Proxies;
using Lifecycle.Tests.Support;
using Lifecycle.Verbs;

namespace Lifecycle.Tests.Cluster;

/// <summary>What a cluster is asked for: each request is a round trip, and to a cluster that is far away it is the round trips that take the time.</summary>
public sealed partial class RequestTests : ClusterTest
{
    private static readonly string[] OfABackup =
    [
        "GET leases/redis-lifecycle", "PUT leases/redis-lifecycle",
        "GET statefulsets", "GET persistentvolumeclaims/data-redis-0",
        "GET pods", "GET pods/redis-0/exec",
        // Noted what is stored, still held before that is described, let go.
        "PUT leases/redis-lifecycle", "PUT leases/redis-lifecycle", "PUT leases/redis-lifecycle",
    ];

    [Fact]
    public async Task A_backup_asks_the_cluster_nine_times()
    {
        // The lock is made by the first who takes it.
        await (await (await DeployAsync()).LockAsync("Deploy", Token)).DisposeAsync();
        await using var proxy = new FaultProxy(Cluster.Server, _ => WireFault.None);
        using var store = new FolderStore(Path.Combine(Cluster.Folder, "store"));
        var environment = await OpenAsync(await ThroughAsync(proxy, Cluster.AsBackup()));

        await using (var held = await environment.LockAsync("Backup", Token))
        {
            _ = await new Backup(asked: true, "test").BackUpAsync(environment.Redis, store, held, environment.IdentifyAsync(Token), Silence.Reporter, Token);
        }

        Assert.Equal(OfABackup.Order(), proxy.Requests.Select(Describe).Order());
    }

    [Fact]
    public async Task Each_request_asks_for_the_server_by_the_name_that_the_kubeconfig_gives_it()
    {
        _ = await DeployAsync();
        await using var proxy = new FaultProxy(Cluster.Server, _ => WireFault.None);
        var environment = await OpenAsync(await ThroughAsync(proxy, Cluster.AsBackup(), ", tls-server-name: redis.example"));

        await using (await environment.LockAsync("Backup", Token))
        {
            _ = await environment.IdentifyAsync(Token);
        }

        Assert.Contains(proxy.Requests, request => Describe(request) == "GET statefulsets");
        Assert.All(proxy.Requests, request => Assert.Contains("\r\nHost: redis.example\r\n", request.Head, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_command_that_is_not_connected_is_told_with_the_answer_that_it_got()
    {
        _ = await DeployAsync();
        await using var proxy = new FaultProxy(Cluster.Server, request => request.IsUpgrade ? WireFault.Answer(500, "InternalError") : WireFault.None);
        using var client = await KubeAccess.ConnectAsync(await ThroughAsync(proxy, Cluster.AsBackup()), Token);

        var failure = await Assert.ThrowsAsync<ShellException>(() => ShellExtensions.ReadAsync(new PodShell(client, Cluster.Namespace, "redis-0", "redis"), new("true"), Token));

        Assert.Contains("'500'", failure.Message, StringComparison.Ordinal);
    }

    private async Task<ClusterOptions> ThroughAsync(FaultProxy proxy, ClusterOptions options, string setting = "")
    {
        var kubeconfig = Path.Combine(Cluster.Folder, "through.kubeconfig");
        var text = await File.ReadAllTextAsync(options.Kubeconfig!, Token);
        await File.WriteAllTextAsync(kubeconfig, text.Replace($"\"{Cluster.Server.AbsoluteUri.TrimEnd('/')}\"", $"\"{proxy.Endpoint.AbsoluteUri.TrimEnd('/')}\"{setting}", StringComparison.Ordinal), Token);
        return options with { Kubeconfig = kubeconfig };
    }

    private static string Describe(ProxiedRequest request) => $"{request.Method} {Resource().Match(request.Target).Value}";

    [GeneratedRegex(@"(?<=/namespaces/[^/]+/)[^?]+")]
    private static partial Regex Resource();
}
