using System.Diagnostics;
using k8s;
using k8s.Models;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Cluster;

/// <summary>Redis in the one pod of a StatefulSet; the kubelet is what restarts it.</summary>
public sealed class ClusterRedis : IRedisHost
{
    // A claim or an image may take a moment; then it is not going to.
    private static readonly TimeSpan BlockedPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(15);

    private readonly Kubernetes _client;
    private readonly ClusterOptions _options;
    private readonly Workload _workload;

    internal ClusterRedis(Kubernetes client, ClusterOptions options)
    {
        _client = client;
        _options = options;
        _workload = new Workload(client, options);
    }

    public string Name => $"namespace {_options.Namespace}";

    public async Task<IShell?> TryConnectAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var pod = await _workload.FindPodAsync(cancellationToken);
            if (pod is null && await _workload.FindStatefulSetAsync(cancellationToken) is { } statefulSet && StatefulSetScale.IsStopped(statefulSet))
            {
                return null;
            }

            var state = await _workload.ObserveAsync(pod, cancellationToken);
            var waited = Stopwatch.GetElapsedTime(started);
            if (state.Phase == PodPhase.Crashing)
            {
                return null;
            }

            if (state.Phase == PodPhase.Running && await IsSettledAsync(pod!, waited, cancellationToken))
            {
                return ShellFor(pod!);
            }

            if ((state.Phase == PodPhase.Blocked && waited > BlockedPatience) || waited > _options.WaitTimeout)
            {
                throw new LifecycleException($"Redis does not run in {Name}: {state.Reason}", state.Remedy);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        }
    }

    public Task<IShell> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken) =>
        RedisStart.AwaitAsync(_client, _workload, previousRunId, _options.WaitTimeout, cancellationToken);

    public async Task<IStoppedRedis> StopAsync(CancellationToken cancellationToken)
    {
        var statefulSet = await _workload.FindStatefulSetAsync(cancellationToken)
            ?? throw new LifecycleException($"There is no StatefulSet in {Name} that matches {_options.Selector}", "Run Deploy first");
        if (!_options.Force && Ownership.GitOpsOwner(statefulSet) is { } owner)
        {
            throw new LifecycleException($"StatefulSet {statefulSet.Metadata.Name} is managed by {owner}, which would scale it back in the middle", "Switch its automatic sync off for now, then give --force");
        }

        var stopped = new StoppedClusterRedis(_client, _workload, _options, statefulSet);
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

    /// <summary>
    /// Whether Redis is there to stay. One that has failed before may be loading what it fails at; one that does not
    /// answer gets a moment, and is then left to whoever asks it something.
    /// </summary>
    private async Task<bool> IsSettledAsync(V1Pod pod, TimeSpan waited, CancellationToken cancellationToken)
    {
        var failedBefore = pod.Status.ContainerStatuses.Any(status => status.Name == _options.Container && status.LastState?.Terminated is { ExitCode: not 0 });
        try
        {
            return !(await new RedisServer(ShellFor(pod)).GetInfoAsync(cancellationToken)).Loading || !failedBefore;
        }
        catch (ShellException)
        {
            return waited > SilencePatience && !failedBefore;
        }
    }

    private PodShell ShellFor(V1Pod pod) => new(_client, _options.Namespace, pod.Metadata.Name, _options.Container);
}
