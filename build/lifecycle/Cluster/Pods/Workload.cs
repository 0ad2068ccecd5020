using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Pods;

/// <summary>The StatefulSet of a Redis, its one pod and its claim, as the cluster has them now.</summary>
internal sealed class Workload(Kubernetes client, ClusterOptions options)
{
    public async Task<StatefulSet?> FindStatefulSetAsync(CancellationToken cancellationToken)
    {
        var found = await client.ListAsync($"apis/apps/v1/namespaces/{options.Namespace}/statefulsets", options.Selector, ReadContext.Default.StatefulSets, cancellationToken);
        return found.Items.Count < 2
            ? found.Items.SingleOrDefault()
            : throw new LifecycleException(
                $"{found.Items.Count} StatefulSets in namespace {options.Namespace} match {options.Selector}: {string.Join(", ", found.Items.Select(each => each.Metadata.Name))}",
                "Give labels that only one has with --selector");
    }

    /// <summary>The StatefulSet; or a Deployment, as far as it is like one. It is only looked at.</summary>
    public async Task<StatefulSet?> FindControllerAsync(CancellationToken cancellationToken) =>
        await FindStatefulSetAsync(cancellationToken) ?? await FindDeploymentAsync(cancellationToken);

    private async Task<StatefulSet?> FindDeploymentAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await client.ListAsync($"apis/apps/v1/namespaces/{options.Namespace}/deployments", options.Selector, ReadContext.Default.StatefulSets, cancellationToken);
            return found.Items is [var deployment] ? deployment with { Kind = V1Deployment.KubeKind } : null;
        }
        catch (ForbiddenException)
        {
            // An account of before Deployments were looked for.
            return null;
        }
    }

    /// <exception cref="LifecycleException">Several pods match.</exception>
    public async Task<Pod?> FindPodAsync(CancellationToken cancellationToken)
    {
        var pods = (await ListAllPodsAsync(cancellationToken)).Where(pod => pod.Metadata.DeletionTimestamp is null).ToList();
        var lasting = pods.Any(IsAlive) ? pods.FindAll(IsAlive) : [.. pods.OrderByDescending(pod => pod.Metadata.CreationTimestamp).Take(1)];
        return lasting.Count < 2
            ? lasting.SingleOrDefault()
            : throw new LifecycleException(
                $"{lasting.Count} pods in namespace {options.Namespace} match {options.Selector}: {string.Join(", ", lasting.Select(pod => pod.Metadata.Name).Order(StringComparer.Ordinal))}",
                "Give labels that only the pod of Redis has with --selector, or scale its StatefulSet to 1");
    }

    /// <summary>Those that may have Redis running in them.</summary>
    public async Task<IReadOnlyList<Pod>> ListPodsAsync(CancellationToken cancellationToken) => [.. (await ListAllPodsAsync(cancellationToken)).Where(IsAlive)];

    // One that was evicted stays as a record, beside the one that has taken its place.
    private static bool IsAlive(Pod pod) => pod.Status?.Phase is not ("Failed" or "Succeeded");

    private async Task<IReadOnlyList<Pod>> ListAllPodsAsync(CancellationToken cancellationToken) =>
        (await client.ListAsync($"api/v1/namespaces/{options.Namespace}/pods", options.Selector, ReadContext.Default.Pods, cancellationToken)).Items;

    /// <summary>How far the pod has come, or why there is none.</summary>
    /// <exception cref="LifecycleException">There will be none: no StatefulSet, or one scaled to 0.</exception>
    public async Task<PodState> ObserveAsync(Pod? pod, CancellationToken cancellationToken)
    {
        if (pod is null)
        {
            return await ExplainAbsenceAsync(cancellationToken);
        }

        // A claim may wait for its pod to be scheduled: then it is not what holds the pod up.
        var state = PodState.Of(pod, options.Container);
        return state is { Phase: PodPhase.Blocked, LacksResources: false } && pod.Status?.Phase == "Pending" && await FindUnboundClaimAsync(pod, cancellationToken) is { } claim
            ? new PodState(PodPhase.Blocked, $"claim {claim} of pod {pod.Metadata.Name} is not bound{(await FindWarningAsync(claim, cancellationToken) is { } why ? $" ({why})" : "")}", PodState.ClaimRemedy)
            : state;
    }

    private async Task<PodState> ExplainAbsenceAsync(CancellationToken cancellationToken)
    {
        var statefulSet = await FindControllerAsync(cancellationToken)
            ?? throw new NotFoundException($"There is no StatefulSet in namespace {options.Namespace} that matches {options.Selector}", "Run Deploy, or name the right --namespace and --selector");
        return statefulSet.Spec.Replicas == 0 && !StatefulSetScale.IsStopped(statefulSet)
            ? throw new LifecycleException($"{statefulSet.Kind} {options.Namespace}/{statefulSet.Metadata.Name} is scaled to 0: it has no pod", "Run Deploy, which scales it to what is declared; with --adopt, where Argo CD or Flux manages it")
            : await ExplainDelayAsync(statefulSet.Metadata.Name, cancellationToken);
    }

    private async Task<PodState> ExplainDelayAsync(string name, CancellationToken cancellationToken)
    {
        var warning = await FindWarningAsync(name, cancellationToken);
        return (warning is null ? null : PodRefusal.Of(name, warning))
            ?? new PodState(PodPhase.Starting, $"StatefulSet {name} has no pod yet{(warning is null ? "" : $" ({warning})")}", "See kubectl describe statefulset");
    }

    private async Task<string?> FindUnboundClaimAsync(Pod pod, CancellationToken cancellationToken)
    {
        foreach (var name in (pod.Spec.Volumes ?? []).Select(volume => volume.PersistentVolumeClaim?.ClaimName).OfType<string>())
        {
            var claim = await client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync(name, options.Namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
            if (claim?.Status?.Phase != "Bound")
            {
                return name;
            }
        }

        return null;
    }

    private async Task<string?> FindWarningAsync(string name, CancellationToken cancellationToken) =>
        await Warnings.AboutAsync(client, options.Namespace, [name], cancellationToken) is [var newest, ..] ? newest : null;
}
