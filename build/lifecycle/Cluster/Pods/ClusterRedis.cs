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

    public async Task<RedisConnection?> TryConnectAsync(CancellationToken cancellationToken)
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

            if (state.Phase == PodPhase.Running && await TryReachAsync(pod!, waited, cancellationToken) is { } redis)
            {
                return redis;
            }

            if ((state.Phase == PodPhase.Blocked && waited > BlockedPatience) || waited > _options.WaitTimeout)
            {
                throw new LifecycleException($"Redis does not run in {Name}: {state.Reason}", state.Remedy);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        }
    }

    public Task<RedisConnection> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken) =>
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
    /// Null while Redis may not be there to stay: one that has failed before may be loading what it fails at, and one that
    /// does not answer gets a moment.
    /// </summary>
    /// <exception cref="LifecycleException">It still does not answer.</exception>
    private async Task<RedisConnection?> TryReachAsync(V1Pod pod, TimeSpan waited, CancellationToken cancellationToken)
    {
        var failedBefore = pod.Status.ContainerStatuses.Any(status => status.Name == _options.Container && status.LastState?.Terminated is { ExitCode: not 0 });
        var shell = ShellFor(pod);
        try
        {
            var survey = await Survey.TakeAsync(shell, pauseWrites: false, cancellationToken);
            return survey.Info.Loading && failedBefore ? null : new RedisConnection(shell, survey);
        }
        catch (ShellException exception)
        {
            return waited > SilencePatience && !failedBefore
                ? throw new LifecycleException($"Redis does not answer: {exception.Message}", "Run Verify to see what is wrong with it", exception)
                : null;
        }
    }

    private PodShell ShellFor(V1Pod pod) => new(_client, _options.Namespace, pod.Metadata.Name, _options.Container);
}
