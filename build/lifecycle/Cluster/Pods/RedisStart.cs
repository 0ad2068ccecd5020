using System.Globalization;
using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Exec;
using Lifecycle.Environments;
using Lifecycle.Shells;
using Lifecycle.Volume;
using Lifecycle.Waiting;

namespace Lifecycle.Cluster.Pods;

/// <summary>Waits for another run of Redis than the one before, until it has loaded or has failed to.</summary>
internal sealed class RedisStart(Kubernetes client, Workload workload, ClusterOptions options)
{
    private readonly BackOff _backOff = new(client, options);
    private long? _previousSince;

    /// <exception cref="RedisDidNotStartException">It ended instead, or did not come up in time.</exception>
    public async Task<RedisConnection> AwaitAsync(string previousRunId, CancellationToken cancellationToken)
    {
        var patience = options.Wait();
        patience.Reason = "there is no pod";
        var outage = new Outage(options.Clock);
        while (!patience.IsOver)
        {
            if (await outage.TryAsync(token => LookAsync(previousRunId, patience, token), cancellationToken) is { } redis)
            {
                return redis;
            }

            patience.Reason = outage.Problem ?? patience.Reason;
            await patience.PauseAsync(cancellationToken);
        }

        throw new RedisDidNotStartException(string.Create(CultureInfo.InvariantCulture, $"it did not come up within {options.WaitTimeout.TotalSeconds:0} s: {patience.Reason}"), isLate: true);
    }

    /// <summary>Null while there is no other run that has loaded.</summary>
    private async Task<RedisConnection?> LookAsync(string previousRunId, Patience patience, CancellationToken cancellationToken)
    {
        var pod = await workload.FindPodAsync(cancellationToken);
        if (pod is not null)
        {
            await RequireAliveAsync(pod, cancellationToken);
        }

        var state = await workload.ObserveAsync(pod, cancellationToken);
        patience.Reason = state.Reason;
        if (state.Phase != PodPhase.Running)
        {
            return null;
        }

        var shell = new PodShell(client, options.Namespace, pod!.Metadata.Name, options.Container);
        var access = PodAccess.Of(pod.Spec, options);
        // As long as a step may still be at work of which nobody hears any more, writes are held back for it.
        var hold = _previousSince is not { } since || options.Clock.GetElapsedTime(since) < VolumeAgent.StepLimit;
        var reached = await ReachAsync(new VolumeAgent(shell, access: access), hold, cancellationToken);
        var isPrevious = reached.Survey?.Info.RunId == previousRunId;
        _previousSince = isPrevious ? _previousSince ?? options.Clock.GetTimestamp() : null;
        if (reached is { Survey: { Info.Loading: false } survey } && hold && !isPrevious)
        {
            return new RedisConnection(shell, survey) { Access = access, Finishing = reached.Finishing };
        }

        await (reached.Finishing?.DisposeAsync() ?? default);
        patience.Reason = isPrevious ? "the Redis of before still runs" : patience.Reason;
        if (reached.Survey is { Info.Loading: true })
        {
            // However long that takes: Redis makes progress, and if it fails, its container ends.
            patience.Renew();
        }

        return null;
    }

    /// <summary>One that has ended because it was told to is to come back at once.</summary>
    private async Task RequireAliveAsync(Pod pod, CancellationToken cancellationToken)
    {
        if (PodState.EndedBadly(pod, options.Container) || (PodState.IsHeldBack(pod, options.Container) && !await _backOff.TryEndAsync(pod, cancellationToken)))
        {
            throw new RedisDidNotStartException(await RedisLog.LastWordsAsync(client, pod, options.Container, cancellationToken));
        }
    }

    /// <summary>Without a survey where Redis does not answer: it is ending, or not up yet.</summary>
    private static async Task<Reached> ReachAsync(VolumeAgent volume, bool hold, CancellationToken cancellationToken)
    {
        try
        {
            return hold ? await volume.TryReachRestoredAsync(cancellationToken) : await volume.TrySurveyAsync(hold: false, cancellationToken);
        }
        catch (ShellException exception)
        {
            return new Reached(Survey: null, exception.Message);
        }
    }
}
