using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Exec;
using Lifecycle.Cluster.Pods;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Waiting;

namespace Lifecycle.Cluster.Verbs;

/// <summary>Looks at everything that Redis needs, from the outside in. Changes nothing.</summary>
internal sealed class Inspection(Kubernetes client, ClusterOptions options)
{
    private const long SmallestClaim = 5L * 1024 * 1024 * 1024;

    // A readiness probe comes round every few seconds, and a busy kubelet tells late what has become of a container: a Redis
    // that was just restarted is not ill.
    private static readonly TimeSpan ReadinessPatience = TimeSpan.FromSeconds(30);

    private readonly Workload _workload = new(client, options);

    public async Task<IReadOnlyList<Check>> RunAsync(CancellationToken cancellationToken)
    {
        var statefulSet = await _workload.FindControllerAsync(cancellationToken);
        if (statefulSet is null)
        {
            return [new Check("StatefulSet", false, $"namespace {options.Namespace} has none that matches {options.Selector}", "Run Deploy, or name the right --namespace and --selector")];
        }

        var pod = await FindSettledPodAsync(cancellationToken);
        var checks = new List<Check> { CheckStatefulSet(statefulSet), await CheckPodAsync(pod, cancellationToken), await CheckClaimAsync(statefulSet, cancellationToken), await CheckServicesAsync(pod, cancellationToken) };
        checks.AddRange(await CheckRedisAsync(statefulSet, pod, cancellationToken));
        checks.Add(await new Drift(client, options).CheckAsync(cancellationToken));
        return checks;
    }

    private async Task<Pod?> FindSettledPodAsync(CancellationToken cancellationToken)
    {
        Pod? pod = null;
        _ = await new Patience(ReadinessPatience, options.Clock).UntilTrueAsync(
            async token =>
            {
                pod = await _workload.FindPodAsync(token);
                return pod is null || IsReady(pod) || PodState.Of(pod, options.Container).Phase is PodPhase.Blocked or PodPhase.Crashing;
            },
            cancellationToken);
        return pod;
    }

    private static bool IsReady(Pod pod) => pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) is true;

    private static Check CheckStatefulSet(StatefulSet statefulSet)
    {
        var name = $"{statefulSet.Metadata.NamespaceProperty}/{statefulSet.Metadata.Name}";
        return StatefulSetScale.IsStopped(statefulSet)
            ? new Check("StatefulSet", false, $"{name} was taken off its volume by a restore that did not end", "Run Restore or Deploy: each brings it back first")
            : new Check(statefulSet.Kind, statefulSet.Spec.Replicas == 1, $"{name} has {statefulSet.Status?.ReadyReplicas ?? 0} of {statefulSet.Spec.Replicas} replicas ready", "Run Deploy, which scales it to 1");
    }

    private async Task<Check> CheckPodAsync(Pod? pod, CancellationToken cancellationToken)
    {
        try
        {
            var state = await _workload.ObserveAsync(pod, cancellationToken);
            return new Check("Pod", pod is not null && IsReady(pod), state.Reason, state.Remedy.Length > 0 ? state.Remedy : "See kubectl describe pod");
        }
        catch (LifecycleException exception) when (exception is not (ForbiddenException or UnreachableException))
        {
            return new Check("Pod", false, exception.Problem, exception.Remedy);
        }
    }

    private async Task<Check> CheckClaimAsync(StatefulSet statefulSet, CancellationToken cancellationToken)
    {
        var name = DataVolume.Of(statefulSet, options.Container).Claim;
        var claim = await client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync(name, options.Namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
        if (claim?.Status?.Phase != "Bound")
        {
            return new Check("Claim", false, claim is null ? $"there is no claim {name}" : $"{name} is {claim.Status?.Phase}", "Give the cluster a default storage class, or name one in the manifests: kubectl get storageclass");
        }

        var size = claim.Status.Capacity.TryGetValue("storage", out var capacity) ? capacity.ToInt64() : 0;
        return new Check("Claim", size >= SmallestClaim, $"{name} is bound with {Human.Bytes(size)}", "Ask for at least 5Gi in the manifests; a claim that exists is resized with kubectl edit where its storage class allows that");
    }

    /// <summary>Clients of a Service that leads elsewhere as well, or nowhere, do not find what a backup is of.</summary>
    private async Task<Check> CheckServicesAsync(Pod? pod, CancellationToken cancellationToken)
    {
        var services = await client.CoreV1.ListNamespacedServiceAsync(options.Namespace, labelSelector: options.Selector, cancellationToken: cancellationToken);
        if (services.Items.Count == 0)
        {
            return new Check("Service", false, $"namespace {options.Namespace} has none that matches {options.Selector}", "Run Deploy");
        }

        var found = new List<(string Text, bool IsGood)>();
        foreach (var name in services.Items.Select(service => service.Metadata.Name))
        {
            var ready = await ServiceEndpoints.FindReadyAsync(client, options.Namespace, name, cancellationToken);
            found.Add(($"{name} leads to {(ready.Count == 0 ? "no pod that is ready" : string.Join(", ", ready))}", ready is [var only] && only == pod?.Metadata.Name));
        }

        return new Check("Service", found.All(each => each.IsGood), string.Join("; ", found.Select(each => each.Text)), $"It is to lead to the pod of Redis alone: see the pod, and the Service's selector; a Service that is for something else needs other labels than {options.Selector}");
    }

    private async Task<IReadOnlyList<Check>> CheckRedisAsync(StatefulSet statefulSet, Pod? pod, CancellationToken cancellationToken)
    {
        if (pod is null || PodState.Of(pod, options.Container).Phase != PodPhase.Running)
        {
            return [new Check("Redis", false, "it does not run", "See the pod; Restore --force replaces data that Redis cannot load")];
        }

        try
        {
            var limits = DataVolume.Container(statefulSet, options.Container).Resources?.Limits;
            var limit = limits is not null && limits.TryGetValue("memory", out var memory) ? memory.ToInt64() : (long?)null;
            return await RedisChecks.RunAsync(new PodShell(client, options.Namespace, pod.Metadata.Name, options.Container), PodAccess.Of(pod.Spec, options), limit, cancellationToken);
        }
        catch (ShellException exception)
        {
            return [new Check("Redis", false, exception.Message, "See kubectl logs")];
        }
    }
}
