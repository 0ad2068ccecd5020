using k8s;
using Lifecycle.Cluster.Api;

namespace Lifecycle.Cluster.Verbs;

/// <summary>The pods that a Service leads to.</summary>
internal static class ServiceEndpoints
{
    public static async Task<int> CountReadyAsync(Kubernetes client, string @namespace, string service, CancellationToken cancellationToken)
    {
        var slices = await client.DiscoveryV1.ListNamespacedEndpointSliceAsync(@namespace, labelSelector: $"kubernetes.io/service-name={service}", cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
        return slices is null
            ? await CountOnOldServerAsync(client, @namespace, service, cancellationToken)
            : slices.Items.SelectMany(slice => slice.Endpoints ?? [])
                .Where(endpoint => endpoint.Conditions?.Ready is not false)
                .DistinctBy(endpoint => endpoint.TargetRef?.Name ?? endpoint.Addresses.FirstOrDefault())
                .Count();
    }

    // Before Kubernetes 1.21; since 1.33 a server warns of it.
    private static async Task<int> CountOnOldServerAsync(Kubernetes client, string @namespace, string service, CancellationToken cancellationToken)
    {
        var endpoints = await client.CoreV1.ReadNamespacedEndpointsAsync(service, @namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
        return endpoints?.Subsets?.Sum(subset => subset.Addresses?.Count ?? 0) ?? 0;
    }
}
