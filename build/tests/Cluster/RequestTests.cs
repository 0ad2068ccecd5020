using System.Text.RegularExpressions;
using Lifecycle.Cluster;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Exec;
using Lifecycle.Cluster.Pods;
using Lifecycle.Environments;
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
            _ = await new BackupProcedure(store, "test", Silence.Reporter).RunAsync(environment.Redis, held, environment.IdentifyAsync(Token), log: null, Token);
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

    [Fact]
    public async Task A_read_that_the_API_server_fails_at_or_breaks_off_is_asked_again()
    {
        _ = await DeployAsync();
        var faults = new Queue<WireFault>([WireFault.Answer(500, "InternalError"), new WireFault(FaultKind.Truncate)]);
        await using var proxy = new FaultProxy(Cluster.Server, request => request.Target.Contains("/pods", StringComparison.Ordinal) && faults.TryDequeue(out var fault) ? fault : WireFault.None);
        var options = await ThroughAsync(proxy, Cluster.AsBackup());
        using var client = await KubeAccess.ConnectAsync(options, Token);

        Assert.NotNull(await new Workload(client, options).FindPodAsync(Token));
        Assert.Empty(faults);
    }

    [Fact]
    public async Task A_pod_that_has_ended_is_none_beside_the_one_that_runs()
    {
        var environment = await DeployAsync();
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "run", "ended", "--image=redis:7-alpine", "--restart=Never", "--image-pull-policy=IfNotPresent", "--labels=app.kubernetes.io/name=redis", "--", "false");
        await Eventually.IsTrueAsync(async () => (await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "pod", "ended", "-o", "jsonpath={.status.phase}")) == "Failed");

        Assert.NotNull(await environment.Redis.TryConnectAsync(Token));
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
