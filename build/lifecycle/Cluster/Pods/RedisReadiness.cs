using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Exec;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Volume;
using Lifecycle.Waiting;

namespace Lifecycle.Cluster.Pods;

/// <summary>
/// Waits until Redis has loaded its data, or is known to fail at it. While it loads it is neither: one that crash-loops
/// answers until it comes to what it cannot read.
/// </summary>
internal sealed class RedisReadiness(Kubernetes client, Workload workload, ClusterOptions options, IReporter reporter, Intent intent)
{
    // A claim or an image may take a moment; then it is not going to.
    private static readonly TimeSpan BlockedPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SilencePatience = TimeSpan.FromSeconds(15);

    private readonly Patience _patience = options.Wait();
    private readonly Patience _blocked = new(BlockedPatience, options.Clock);
    private readonly Patience _silence = new(SilencePatience, options.Clock);
    private readonly Outage _outage = new(options.Clock);
    private string _loaded = "";

    /// <summary>Null where it does not run, and cannot be made to.</summary>
    public async Task<RedisConnection?> AwaitAsync(CancellationToken cancellationToken)
    {
        using var progress = reporter.Begin("Redis", totalBytes: null);
        while (true)
        {
            var (isKnown, redis) = await _outage.TryAsync(LookAsync, cancellationToken);
            if (isKnown)
            {
                return redis;
            }

            if (_outage.Problem is { } problem)
            {
                _patience.Reason = problem;
                // Of the pod nothing was heard meanwhile.
                _silence.Renew();
                _blocked.Renew();
            }

            progress.Note(_patience.Reason);
            await _patience.PauseAsync(cancellationToken);
        }
    }

    /// <returns>Whether it is known by now that it runs, or does not.</returns>
    private async Task<(bool IsKnown, RedisConnection? Redis)> LookAsync(CancellationToken cancellationToken)
    {
        var pod = await workload.FindPodAsync(cancellationToken);
        if (pod is null && await workload.FindStatefulSetAsync(cancellationToken) is { } statefulSet && StatefulSetScale.IsStopped(statefulSet))
        {
            return (true, null);
        }

        var state = await workload.ObserveAsync(pod, cancellationToken);
        _patience.Reason = state.Reason;
        if (state.Phase == PodPhase.Crashing)
        {
            return (true, null);
        }

        if (state.Phase == PodPhase.Running && await AskAsync(pod!, cancellationToken) is { } redis)
        {
            return (true, redis);
        }

        await RequirePatienceAsync(pod, state, cancellationToken);
        return default;
    }

    /// <summary>Null while it loads, and where it does not answer: its container may be gone since it was looked for.</summary>
    private async Task<RedisConnection?> AskAsync(Pod pod, CancellationToken cancellationToken)
    {
        var shell = new PodShell(client, options.Namespace, pod.Metadata.Name, options.Container);
        var access = PodAccess.Of(pod.Spec, options);
        try
        {
            switch (await new VolumeAgent(shell, access: access).ReachAsync(intent, cancellationToken))
            {
                case { Survey: { Info.Loading: false } survey } reached:
                    return new RedisConnection(shell, survey) { Access = access, Snapshot = reached.Snapshot };
                case { Survey: { } survey }:
                    _silence.Renew();
                    NoteLoading(pod.Metadata.Name, survey.Info.LoadedPercent);
                    break;
                case { Reason: var reason }:
                    _patience.Reason = $"{shell.Name}: {reason}";
                    break;
            }
        }
        catch (ShellException exception)
        {
            _patience.Reason = exception.Message;
        }

        return null;
    }

    private void NoteLoading(string pod, string percent)
    {
        _patience.Reason = $"pod {pod} loads its data ({percent}%)";
        if (percent != _loaded)
        {
            _loaded = percent;
            _patience.Renew();
        }
    }

    private async Task RequirePatienceAsync(Pod? pod, PodState state, CancellationToken cancellationToken)
    {
        if (state.Phase != PodPhase.Blocked)
        {
            _blocked.Renew();
        }

        if (state.Phase != PodPhase.Running)
        {
            _silence.Renew();
        }

        if (_silence.IsOver)
        {
            throw new LifecycleException($"Redis does not answer: {_patience.Reason}", "Run Verify to see what is wrong with it");
        }

        if (_blocked.IsOver || _patience.IsOver)
        {
            var more = pod is null ? "" : await Warnings.BesideAsync(client, options.Namespace, pod.Metadata.Name, cancellationToken);
            throw new LifecycleException($"Redis does not run in namespace {options.Namespace}: {_patience.Reason}{more}", state.Remedy);
        }
    }
}
