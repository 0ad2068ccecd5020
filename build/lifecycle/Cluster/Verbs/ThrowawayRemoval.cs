using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Manifests;
using Lifecycle.Cluster.Pods;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Verbs;

/// <summary>Removes the Redis of a drill and its claim: at the drill's end, or what a killed one has left.</summary>
internal sealed class ThrowawayRemoval(Kubernetes client, ClusterOptions options, V1StatefulSet throwaway)
{
    private readonly Manifest _manifest = Manifest.Of(throwaway);
    private readonly ObjectApi _api = new(client, options.Namespace);
    private readonly ClaimRemoval _claims = new(client, options);

    /// <summary>Of what a drill of this StatefulSet may have left.</summary>
    public static ThrowawayRemoval OfLeft(Kubernetes client, ClusterOptions options, V1StatefulSet declared)
    {
        var left = ThrowawayManifest.Named(declared);
        return new ThrowawayRemoval(client, options with { Selector = ThrowawayManifest.Selector(left) }, left);
    }

    /// <summary>What is there of it; null where nothing is. Another's of that name is left alone.</summary>
    public async Task<string?> FindAsync(CancellationToken cancellationToken) =>
        (await _api.FindAsync(_manifest, cancellationToken) is { } live && IsOurs(live)) || await _claims.FindAsync(cancellationToken) is { Count: > 0 } ? _manifest.ToString() : null;

    /// <exception cref="LifecycleException">Somebody else's is called so, or it does not end.</exception>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await new HelperPod(client, throwaway.Metadata.Name, options).RemoveAsync(cancellationToken);
        if (await _api.FindAsync(_manifest, cancellationToken) is { } live)
        {
            if (!IsOurs(live))
            {
                throw new LifecycleException($"{_manifest} in namespace {options.Namespace} is not one that a drill has made, and has its name", "Give it another name, then run it again");
            }

            await _api.DeleteAsync(_manifest, cancellationToken);
        }

        var workload = new Workload(client, options);
        if (!await options.UntilTrueAsync(async token => (await workload.ListPodsAsync(token)).Count == 0 && await _api.FindAsync(_manifest, token) is null, cancellationToken))
        {
            throw new LifecycleException($"{_manifest} in namespace {options.Namespace} does not end", "See kubectl describe pod, then run it again");
        }

        foreach (var claim in await _claims.FindAsync(cancellationToken))
        {
            _ = await _claims.RemoveAsync(claim, cancellationToken);
        }
    }

    private bool IsOurs(LiveObject live)
    {
        var selected = live.Json["spec"]?["selector"]?["matchLabels"];
        return ThrowawayManifest.Labels(throwaway).All(label => (string?)selected?[label.Key] == label.Value);
    }
}
