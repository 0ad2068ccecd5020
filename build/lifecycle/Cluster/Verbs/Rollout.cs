using System.Globalization;
using k8s;
using k8s.Models;
using Lifecycle.Reporting;

namespace Lifecycle.Cluster;

/// <summary>Waits until the StatefulSet runs what is declared, and says what it is waiting for.</summary>
internal sealed class Rollout(Kubernetes client, Workload workload, ClusterOptions options, IReporter reporter)
{
    private const string RevisionLabel = "controller-revision-hash";
    private const int Explanations = 3;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var progress = reporter.Begin("Rollout", totalBytes: null);
        var state = new PodState(PodPhase.Starting, "there is no StatefulSet");
        var replaced = false;
        var done = await Polling.UntilTrueAsync(
            async token =>
            {
                var statefulSet = await workload.FindStatefulSetAsync(token);
                if (statefulSet is null || IsComplete(statefulSet))
                {
                    return statefulSet is not null;
                }

                var pod = await workload.FindPodAsync(token);
                state = await workload.ObserveAsync(pod, token);
                progress.Note(state.Reason);
                if (!replaced && pod is not null && IsStuckOnOldRevision(statefulSet, pod, state))
                {
                    // A StatefulSet does not replace a pod that never became ready, even by a good one:
                    // https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
                    reporter.Info($"Replacing pod {pod.Metadata.Name}: {state.Reason}");
                    _ = await client.CoreV1.DeleteNamespacedPodAsync(pod.Metadata.Name, options.Namespace, cancellationToken: token).OrNullAsync();
                    replaced = true;
                }

                return false;
            },
            options.WaitTimeout,
            cancellationToken);
        if (!done)
        {
            var explanation = await ExplainAsync(cancellationToken);
            throw new LifecycleException(
                string.Create(CultureInfo.InvariantCulture, $"Redis in namespace {options.Namespace} is not ready after {options.WaitTimeout.TotalSeconds:0} s: {state.Reason}{explanation}"),
                state.Remedy.Length > 0 ? state.Remedy : "Give it longer with --wait-timeout, or see kubectl describe pod");
        }
    }

    private static bool IsComplete(V1StatefulSet statefulSet) =>
        statefulSet.Status is { } status
        && status.ObservedGeneration >= statefulSet.Metadata.Generation
        && status.ReadyReplicas.GetValueOrDefault() == statefulSet.Spec.Replicas
        && status.Replicas == statefulSet.Spec.Replicas
        && status.CurrentRevision == status.UpdateRevision;

    private static bool IsStuckOnOldRevision(V1StatefulSet statefulSet, V1Pod pod, PodState state) =>
        state.Phase is PodPhase.Blocked or PodPhase.Crashing
        && statefulSet.Status?.ObservedGeneration >= statefulSet.Metadata.Generation
        && pod.GetLabel(RevisionLabel) != statefulSet.Status.UpdateRevision;

    private async Task<string> ExplainAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        if (await workload.FindStatefulSetAsync(cancellationToken) is { } statefulSet)
        {
            names.AddRange([statefulSet.Metadata.Name, $"{statefulSet.Metadata.Name}-0", DataVolume.Of(statefulSet, options.Container).Claim]);
        }

        var warnings = await Warnings.AboutAsync(client, options.Namespace, names, cancellationToken);
        return warnings.Count == 0 ? "" : $" ({string.Join("; ", warnings.Take(Explanations))})";
    }
}
