using System.Globalization;
using System.Net;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Tests.Support;
using Lifecycle.Waiting;
using k8s.Models;
using k8s;

namespace Lifecycle.Benchmarks.Servers;

/// <summary>The Redis of k8s/apps/redis with the limits that are shipped, in a namespace of this run's own.</summary>
internal sealed class RedisPod : IAsyncDisposable
{
    private const string Pod = "redis-0";
    private const int Port = 6379;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    private readonly Kubernetes _client;
    private readonly ClusterEnvironment _environment;

    private RedisPod(Kubernetes client, ClusterEnvironment environment, string @namespace) =>
        (_client, _environment, Namespace) = (client, environment, @namespace);

    public string Namespace { get; }

    /// <summary>The parameters that lead the tool here.</summary>
    public IReadOnlyList<string> Options => ["--environment", "dev", "--namespace", Namespace];

    public static async Task<RedisPod> DeployAsync(string root, string folder, DistantCluster? distant, CancellationToken cancellationToken)
    {
        var kubeconfig = TestCluster.Kubeconfig;
        // For kubectl and for the tool alike.
        Environment.SetEnvironmentVariable("KUBECONFIG", distant?.Kubeconfig ?? kubeconfig);
        var name = $"benchmark-{Guid.NewGuid().ToString("n")[..8]}";
        var options = new ClusterOptions(name, "app.kubernetes.io/name=redis", "redis", kubeconfig, Context: null, StartLimit, Path.Combine(root, "k8s", "apps", "redis"), folder) { Environment = "dev" };
        var redis = new RedisPod(await KubeAccess.ConnectAsync(options, cancellationToken), await ClusterEnvironment.ConnectAsync(options, ConsoleReporter.ForConsole(), cancellationToken), name);
        _ = await MeasuredProgram.RunAsync([Path.Combine(root, "build.sh"), "Deploy", .. redis.Options], cancellationToken);
        return redis;
    }

    public async Task<RedisConnection> ConnectAsync(CancellationToken cancellationToken) => await _environment.Redis.TryConnectAsync(cancellationToken)
        ?? throw new LifecycleException($"Redis does not run in namespace {Namespace}", "See kubectl describe pod");

    public async Task<string> CallAsync(CancellationToken cancellationToken, params string[] command) =>
        (await (await ConnectAsync(cancellationToken)).Shell.ReadAsync(new Command("redis-cli -e \"$@\"", command) { Limit = StartLimit }, cancellationToken)).Trim();

    public async Task<string> ReadAsync(string script, CancellationToken cancellationToken) =>
        (await (await ConnectAsync(cancellationToken)).Shell.ReadAsync(new Command(script), cancellationToken)).Trim();

    public Task<string> FingerprintAsync(CancellationToken cancellationToken) => CallAsync(cancellationToken, Fingerprint.Command);

    public async Task<long> DataBytesAsync(CancellationToken cancellationToken) =>
        long.Parse(await ReadAsync("find . -type f -exec stat -c %s {} + | awk '{ sum += $1 } END { print sum + 0 }'", cancellationToken), CultureInfo.InvariantCulture);

    public async Task<IPEndPoint> EndPointAsync(CancellationToken cancellationToken) =>
        new(IPAddress.Parse((await PodAsync(cancellationToken)).Status.PodIP), Port);

    /// <summary>Null where the pod runs on another machine.</summary>
    public async Task<ContainerGroup?> GroupAsync(CancellationToken cancellationToken) => ContainerGroup.Find((await PodAsync(cancellationToken)).Metadata.Uid);

    /// <summary>
    /// A new pod on the same volume. A container that was restarted before is held back by the kubelet for 10 s, then 20 s,
    /// then 40 s: a new pod starts at once.
    /// </summary>
    public async Task RecreateAsync(CancellationToken cancellationToken)
    {
        var previous = (await PodAsync(cancellationToken)).Metadata.Uid;
        _ = await _client.CoreV1.DeleteNamespacedPodAsync(Pod, Namespace, cancellationToken: cancellationToken);
        if (!await new Patience(StartLimit, TimeProvider.System).UntilTrueAsync(async token => await IsReadyAsync(previous, token), cancellationToken))
        {
            throw new LifecycleException($"Pod {Namespace}/{Pod} does not get ready again", "See kubectl describe pod");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _ = await _client.CoreV1.DeleteNamespaceAsync(Namespace);
        _environment.Dispose();
        _client.Dispose();
    }

    private async Task<V1Pod> PodAsync(CancellationToken cancellationToken) =>
        await _client.CoreV1.ReadNamespacedPodAsync(Pod, Namespace, cancellationToken: cancellationToken);

    private async Task<bool> IsReadyAsync(string previous, CancellationToken cancellationToken)
    {
        var pod = await _client.CoreV1.ReadNamespacedPodAsync(Pod, Namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
        return pod is not null && pod.Metadata.Uid != previous && pod.Status.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;
    }
}
