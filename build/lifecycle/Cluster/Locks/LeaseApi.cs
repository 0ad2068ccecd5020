using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Locks;

/// <summary>The one Lease of a namespace. Every write names the version it has read, so of two that come at once the server lets one through.</summary>
internal sealed class LeaseApi(Kubernetes client, string @namespace)
{
    public string Namespace => @namespace;

    public Task<V1Lease?> ReadAsync(CancellationToken cancellationToken) =>
        client.CoordinationV1.ReadNamespacedLeaseAsync(LeaseRecord.Name, @namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();

    /// <summary>False where somebody else wrote first, or removed it.</summary>
    public Task<bool> TryCreateAsync(V1Lease lease, CancellationToken cancellationToken) =>
        TryAsync(() => client.CoordinationV1.CreateNamespacedLeaseAsync(lease, @namespace, cancellationToken: cancellationToken));

    /// <inheritdoc cref="TryCreateAsync"/>
    public Task<bool> TryReplaceAsync(V1Lease lease, CancellationToken cancellationToken) =>
        TryAsync(() => client.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, LeaseRecord.Name, @namespace, cancellationToken: cancellationToken));

    /// <summary>Gives it back where this holder has it; where no server answers, it expires.</summary>
    public async Task ReleaseAsync(string holder, Action<V1Lease> annotate)
    {
        try
        {
            if (await ReadAsync(CancellationToken.None) is { } lease && lease.IsHeldBy(holder))
            {
                lease.Spec.HolderIdentity = null;
                annotate(lease);
                _ = await TryReplaceAsync(lease, CancellationToken.None);
            }
        }
        catch (LifecycleException)
        {
            // What the operation came to is what counts.
        }
    }

    public async Task<bool> IsNamespaceMissingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.CoreV1.ReadNamespaceAsync(@namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync() is null;
        }
        catch (ForbiddenException)
        {
            // Whether it may write the lease is what counts.
            return false;
        }
    }

    private static async Task<bool> TryAsync(Func<Task<V1Lease>> write)
    {
        try
        {
            _ = await write();
            return true;
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
