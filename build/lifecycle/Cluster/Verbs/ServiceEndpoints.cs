using k8s;
using Lifecycle.Cluster.Api;

namespace Lifecycle.Cluster.Verbs;

/// <summary>Where a Service leads: the names of pods that are ready, and addresses of what is none.</summary>
internal static class ServiceEndpoints
{
    public static async Task<IReadOnlyList<string>> FindReadyAsync(Kubernetes client, string @namespace, string service, CancellationToken cancellationToken)
    {
        var slices = await client.DiscoveryV1.ListNamespacedEndpointSliceAsync(@namespace, labelSelector: $"kubernetes.io/service-name={service}", cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
        return slices is null
            ? await FindOnOldServerAsync(client, @namespace, service, cancellationToken)
            : Names(slices.Items.SelectMany(slice => slice.Endpoints ?? [])
                .Where(endpoint => endpoint.Conditions?.Ready is not false)
                .Select(endpoint => endpoint.TargetRef?.Name ?? endpoint.Addresses.FirstOrDefault()));
    }

    // Before Kubernetes 1.21; since 1.33 a server warns of it.
    private static async Task<IReadOnlyList<string>> FindOnOldServerAsync(Kubernetes client, string @namespace, string service, CancellationToken cancellationToken)
    {
        var endpoints = await client.CoreV1.ReadNamespacedEndpointsAsync(service, @namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
        return Names((endpoints?.Subsets ?? []).SelectMany(subset => subset.Addresses ?? []).Select(address => address.TargetRef?.Name ?? address.Ip));
    }

    private static IReadOnlyList<string> Names(IEnumerable<string?> names) => [.. names.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
}
