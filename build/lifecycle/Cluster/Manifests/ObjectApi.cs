using System.Text.Json;
using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;

namespace Lifecycle.Cluster.Manifests;

/// <summary>Reads, applies and deletes what a manifest declares, whatever its kind.</summary>
internal sealed class ObjectApi(Kubernetes client, string @namespace)
{
    public async Task<IKubernetesObject<V1ObjectMeta>?> FindAsync(Manifest manifest, CancellationToken cancellationToken) => manifest.Kind switch
    {
        Manifest.Namespaces => await client.CoreV1.ReadNamespaceAsync(manifest.Name, cancellationToken: cancellationToken).OrNullIfNotFoundAsync(),
        Manifest.Services => await client.CoreV1.ReadNamespacedServiceAsync(manifest.Name, @namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync(),
        _ => await client.AppsV1.ReadNamespacedStatefulSetAsync(manifest.Name, @namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync(),
    };

    /// <summary>Null where its namespace is missing.</summary>
    public async Task<IKubernetesObject<V1ObjectMeta>?> ApplyAsync(Manifest manifest, bool dryRun, bool force, CancellationToken cancellationToken)
    {
        SpellOutProtocols(manifest.Declared);
        var patch = new V1Patch(KubernetesJson.Serialize(manifest.Declared), V1Patch.PatchType.ApplyPatch);
        var dry = dryRun ? "All" : null;
        return manifest.Kind switch
        {
            Manifest.Namespaces => await client.CoreV1.PatchNamespaceAsync(patch, manifest.Name, dry, ClusterOptions.FieldManager, force: force, cancellationToken: cancellationToken).OrNullIfNotFoundAsync(),
            Manifest.Services => await client.CoreV1.PatchNamespacedServiceAsync(patch, manifest.Name, @namespace, dry, ClusterOptions.FieldManager, force: force, cancellationToken: cancellationToken).OrNullIfNotFoundAsync(),
            _ => await client.AppsV1.PatchNamespacedStatefulSetAsync(patch, manifest.Name, @namespace, dry, ClusterOptions.FieldManager, force: force, cancellationToken: cancellationToken).OrNullIfNotFoundAsync(),
        };
    }

    /// <summary>Asks for it to be removed together with what it owns.</summary>
    public async Task DeleteAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        const string Foreground = "Foreground";
        _ = manifest.Kind switch
        {
            Manifest.Namespaces => await client.CoreV1.DeleteNamespaceAsync(manifest.Name, propagationPolicy: Foreground, cancellationToken: cancellationToken).OrNullIfNotFoundAsync() as object,
            Manifest.Services => await DeleteServiceAsync(manifest.Name, cancellationToken),
            _ => await client.AppsV1.DeleteNamespacedStatefulSetAsync(manifest.Name, @namespace, propagationPolicy: Foreground, cancellationToken: cancellationToken).OrNullIfNotFoundAsync(),
        };
    }

    // Older API servers (seen with 1.20) answer with a Status, where this client expects a Service. Either way it was accepted.
    private async Task<V1Service?> DeleteServiceAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CoreV1.DeleteNamespacedServiceAsync(name, @namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Ports are told apart by number and protocol. API servers up to 1.20 do not fill in the protocol before they do:
    // "associative list with keys has an element that omits key field".
    private static void SpellOutProtocols(IKubernetesObject<V1ObjectMeta> declared)
    {
        const string Default = "TCP";
        foreach (var port in (declared as V1Service)?.Spec.Ports ?? [])
        {
            port.Protocol ??= Default;
        }

        foreach (var port in (declared as V1StatefulSet)?.Spec.Template.Spec.Containers.SelectMany(container => container.Ports ?? []) ?? [])
        {
            port.Protocol ??= Default;
        }
    }
}
