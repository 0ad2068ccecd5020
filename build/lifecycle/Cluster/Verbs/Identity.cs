using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Manifests;
using Lifecycle.Cluster.Pods;
using Lifecycle.Stores;

namespace Lifecycle.Cluster.Verbs;

/// <summary>What a backup is said to be of: names that a rebuilt cluster has again, and the claim, which it has not.</summary>
internal sealed class Identity(Kubernetes client, ClusterOptions options)
{
    private const int IdLength = 8;

    public async Task<Owner> FindAsync(CancellationToken cancellationToken)
    {
        var (statefulSet, container) = await FindStatefulSetAsync(cancellationToken);
        var claim = await client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync(DataVolume.Of(statefulSet, container).Claim, options.Namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
        return new Owner($"{options.Environment}.{options.Namespace}.{statefulSet.Metadata.Name}", claim?.Uid()[..IdLength]);
    }

    /// <summary>The name of the claim that a backup is of; null where the data is on none.</summary>
    public async Task<string?> FindClaimAsync(CancellationToken cancellationToken)
    {
        var (statefulSet, container) = await FindStatefulSetAsync(cancellationToken);
        return DataVolume.Find(statefulSet, container)?.Claim;
    }

    private async Task<(StatefulSet StatefulSet, string Container)> FindStatefulSetAsync(CancellationToken cancellationToken)
    {
        if (await new Workload(client, options).FindControllerAsync(cancellationToken) is { } live)
        {
            return (live, options.Container);
        }

        var declared = await ReadDeclaredAsync(cancellationToken);
        return (StatefulSet.Of(declared), DataVolume.ContainerOf(declared, options.Container));
    }

    // After a Destroy, and before the first Deploy.
    private async Task<V1StatefulSet> ReadDeclaredAsync(CancellationToken cancellationToken) =>
        Manifest.RedisOf(await Kustomization.RenderAsync(options.ManifestsDirectory, options.OutputDirectory, options.Namespace, cancellationToken));
}
