using k8s;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Manifests;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Volume;

namespace Lifecycle.Cluster.Pods;

/// <summary>Redis in the one pod of a StatefulSet; the kubelet is what restarts it.</summary>
public sealed class ClusterRedis : IRedisHost
{
    private readonly Kubernetes _client;
    private readonly ClusterOptions _options;
    private readonly IReporter _reporter;
    private readonly Workload _workload;
    private readonly Func<IOperationLock> _held;

    /// <param name="client">To the API server.</param>
    /// <param name="options">Which Redis.</param>
    /// <param name="reporter">Is told what is waited for.</param>
    /// <param name="held">The lock of the run, as it is by then.</param>
    internal ClusterRedis(Kubernetes client, ClusterOptions options, IReporter reporter, Func<IOperationLock> held)
    {
        _held = held;
        _client = client;
        _options = options;
        _reporter = reporter;
        _workload = new Workload(client, options);
    }

    public string Name => $"namespace {_options.Namespace}";

    public Task<RedisConnection?> TryConnectAsync(Intent intent, CancellationToken cancellationToken) =>
        new RedisReadiness(_client, _workload, _options, _reporter, intent).AwaitAsync(cancellationToken);

    public Task<RedisConnection> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken) =>
        new RedisStart(_client, _workload, _options).AwaitAsync(previousRunId, cancellationToken);

    public async Task<IStoppedRedis> StopAsync(CancellationToken cancellationToken)
    {
        var statefulSet = await _workload.FindStatefulSetAsync(cancellationToken)
            ?? throw new NotFoundException($"There is no StatefulSet in {Name} that matches {_options.Selector}", "Run Deploy first; a Deployment is taken off its volume by hand: docs/runbooks/operations/volume-agent.md");
        if (!_options.Adopt && Ownership.GitOpsOwner(statefulSet) is { } owner)
        {
            throw new LifecycleException($"StatefulSet {statefulSet.Metadata.Name} is managed by {owner}, which would scale it back in the middle", "Switch its automatic sync off for now, then give --adopt");
        }

        var stopped = new StoppedClusterRedis(_client, _workload, _options, statefulSet, _held(), _reporter);
        try
        {
            await stopped.EnterAsync(cancellationToken);
            return stopped;
        }
        catch
        {
            await stopped.DisposeAsync();
            throw;
        }
    }
}
