using System.Diagnostics;
using System.Globalization;
using k8s;
using k8s.Models;
using Lifecycle.Redis;
using Lifecycle.Shells;

namespace Lifecycle.Cluster;

/// <summary>Waits for another run of Redis than the one before, until it has loaded or has failed to.</summary>
internal static class RedisStart
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <exception cref="RedisDidNotStartException">It ended instead, or did not come up in time.</exception>
    public static async Task<RedisConnection> AwaitAsync(Kubernetes client, Workload workload, string previousRunId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var state = new PodState(PodPhase.Starting, "there is no pod");
        var started = Stopwatch.GetTimestamp();
        var deadline = DateTimeOffset.UtcNow + timeout;
        while (DateTimeOffset.UtcNow < deadline)
        {
            var pod = await workload.FindPodAsync(cancellationToken);
            if (pod is not null && PodState.EndedBadly(pod, workload.Container))
            {
                throw new RedisDidNotStartException(await RedisLog.LastWordsAsync(client, pod, workload.Container, cancellationToken));
            }

            state = await workload.ObserveAsync(pod, cancellationToken);
            if (state.Phase == PodPhase.Running)
            {
                var shell = new PodShell(client, workload.Namespace, pod!.Metadata.Name, workload.Container);
                switch (await LookAsync(shell, cancellationToken))
                {
                    case { Info.Loading: true }:
                        // However long that takes: Redis makes progress, and if it fails, its container ends.
                        deadline = DateTimeOffset.UtcNow + timeout;
                        break;
                    case { } survey when survey.Info.RunId != previousRunId:
                        return new RedisConnection(shell, survey);
                }
            }

            await Task.Delay(PauseAfter(Stopwatch.GetElapsedTime(started)), cancellationToken);
        }

        throw new RedisDidNotStartException(string.Create(CultureInfo.InvariantCulture, $"it did not come up within {timeout.TotalSeconds:0} s: {state.Reason}"));
    }

    // A tenth of what it takes anyway is all that is lost to waiting.
    private static TimeSpan PauseAfter(TimeSpan waited) => TimeSpan.FromTicks(Math.Clamp(waited.Ticks / 10, ShortestPause.Ticks, LongestPause.Ticks));

    /// <summary>Null where Redis does not answer: it is ending, or not up yet.</summary>
    private static async Task<Survey?> LookAsync(PodShell shell, CancellationToken cancellationToken)
    {
        try
        {
            return (await Survey.TryTakeAsync(shell, pauseWrites: true, cancellationToken)).Survey;
        }
        catch (ShellException)
        {
            return null;
        }
    }
}
