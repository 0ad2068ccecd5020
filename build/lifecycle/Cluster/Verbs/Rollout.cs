using System.Globalization;
using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Pods;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Waiting;

namespace Lifecycle.Cluster.Verbs;

/// <summary>Waits until the StatefulSet runs what is declared, says what it is waiting for, and gives up where that will not come.</summary>
internal sealed class Rollout(Kubernetes client, Workload workload, ClusterOptions options, IReporter reporter)
{
    private const string RevisionLabel = "controller-revision-hash";
    private const int Explanations = 3;
    private const int HopelessRestarts = 3;

    // What was refused before may be allowed by what was just applied.
    private static readonly TimeSpan RefusalPatience = TimeSpan.FromSeconds(15);

    private readonly Patience _refusal = new(RefusalPatience, options.Clock);
    private PodState _state = new(PodPhase.Starting, "there is no StatefulSet");
    private bool _replaced;

    /// <exception cref="LifecycleException">It does not come up, and why.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var progress = reporter.Begin("Rollout", totalBytes: null);
        var done = await options.UntilTrueAsync(
            async token =>
            {
                var statefulSet = await workload.FindStatefulSetAsync(token);
                if (statefulSet is null || IsComplete(statefulSet))
                {
                    return statefulSet is not null;
                }

                await LookAtPodAsync(statefulSet, await workload.FindPodAsync(token), token);
                progress.Note(_state.Reason);
                return false;
            },
            cancellationToken);
        if (!done)
        {
            var more = await ExplainAsync(cancellationToken);
            throw new LifecycleException(
                string.Create(CultureInfo.InvariantCulture, $"Redis in namespace {options.Namespace} is not ready after {options.WaitTimeout.TotalSeconds:0} s: {_state.Reason}{more}"),
                _state.Remedy.Length > 0 ? _state.Remedy : "Give it longer with --wait-timeout, or see kubectl describe pod");
        }
    }

    private static bool IsComplete(StatefulSet statefulSet) =>
        statefulSet.Status is { } status
        && status.ObservedGeneration >= statefulSet.Metadata.Generation
        && statefulSet.Spec.Replicas > 0
        && status.ReadyReplicas.GetValueOrDefault() == statefulSet.Spec.Replicas
        && status.Replicas == statefulSet.Spec.Replicas
        && status.CurrentRevision == status.UpdateRevision;

    private async Task LookAtPodAsync(StatefulSet statefulSet, Pod? pod, CancellationToken cancellationToken)
    {
        _state = await workload.ObserveAsync(pod, cancellationToken);
        if (pod is null)
        {
            RequireAllowed();
            return;
        }

        _refusal.Renew();
        var isNew = statefulSet.Status?.ObservedGeneration >= statefulSet.Metadata.Generation && pod.GetLabel(RevisionLabel) == statefulSet.Status.UpdateRevision;
        if (_state.Phase == PodPhase.Crashing && isNew && _state.Restarts >= HopelessRestarts)
        {
            throw new LifecycleException(
                $"Redis in namespace {options.Namespace} ends whenever it starts: {await RedisLog.LastWordsAsync(client, pod, options.Container, cancellationToken)}",
                "Correct the manifests and Deploy; data that it cannot load is replaced by Restore --force");
        }

        if (!_replaced && !isNew && _state.Phase is PodPhase.Blocked or PodPhase.Crashing && statefulSet.Status?.ObservedGeneration >= statefulSet.Metadata.Generation)
        {
            // A StatefulSet does not replace a pod that never became ready, even by a good one:
            // https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
            reporter.Info($"Replacing pod {pod.Metadata.Name}: {_state.Reason}");
            _ = await client.CoreV1.DeleteNamespacedPodAsync(pod.Metadata.Name, options.Namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
            _replaced = true;
        }
    }

    private void RequireAllowed()
    {
        if (_state.Phase != PodPhase.Blocked)
        {
            _refusal.Renew();
        }
        else if (_refusal.IsOver)
        {
            throw new LifecycleException($"Redis in namespace {options.Namespace} does not start: {_state.Reason}", _state.Remedy);
        }
    }

    /// <summary>What the cluster says beyond what is said already.</summary>
    private async Task<string> ExplainAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        if (await workload.FindStatefulSetAsync(cancellationToken) is { } statefulSet)
        {
            names.AddRange([statefulSet.Metadata.Name, $"{statefulSet.Metadata.Name}-0", DataVolume.Of(statefulSet, options.Container).Claim]);
        }

        var warnings = (await Warnings.AboutAsync(client, options.Namespace, names, cancellationToken)).Where(warning => !_state.Reason.Contains(warning, StringComparison.Ordinal)).Take(Explanations).ToList();
        return warnings.Count == 0 ? "" : $" ({string.Join("; ", warnings)})";
    }
}
