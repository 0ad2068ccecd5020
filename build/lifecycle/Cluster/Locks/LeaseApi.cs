using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Locks;

/// <summary>The one Lease of a namespace. Every write names the version it has read, so of two that come at once the server lets one through.</summary>
internal sealed class LeaseApi(Kubernetes client, string @namespace)
{
    // The first try has waited as long as any request does.
    private static readonly TimeSpan ReleaseLimit = TimeSpan.FromSeconds(15);

    public string Namespace => @namespace;

    public Task<V1Lease?> ReadAsync(CancellationToken cancellationToken) =>
        client.CoordinationV1.ReadNamespacedLeaseAsync(LeaseRecord.Name, @namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();

    /// <summary>Takes one that is free, or makes it.</summary>
    /// <param name="found">As it was read; null where there is none.</param>
    /// <param name="holder">Who takes it.</param>
    /// <param name="verb">What for.</param>
    /// <param name="now">By the clock on the wall.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="TryReplaceAsync"/>
    public Task<V1Lease?> TryTakeAsync(V1Lease? found, string holder, string verb, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var mine = found ?? LeaseRecord.New();
        mine.Take(holder, verb, now);
        return found is null
            ? TryAsync(() => client.CoordinationV1.CreateNamespacedLeaseAsync(mine, @namespace, cancellationToken: cancellationToken))
            : TryReplaceAsync(mine, cancellationToken);
    }

    /// <returns>As the server has it now; null where somebody else wrote first, or removed it.</returns>
    public Task<V1Lease?> TryReplaceAsync(V1Lease lease, CancellationToken cancellationToken) =>
        TryAsync(() => client.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, LeaseRecord.Name, @namespace, cancellationToken: cancellationToken));

    /// <summary>Gives it back where this holder has it; where no server answers, it expires.</summary>
    /// <param name="holder">Who gives it back.</param>
    /// <param name="last">As this holder has seen it last, if at all: where nobody has written since, one request will do.</param>
    /// <param name="annotate">What is left on it.</param>
    public async Task ReleaseAsync(string holder, V1Lease? last, Action<V1Lease> annotate)
    {
        if (last is not null && await TryGiveBackAsync(() => Task.FromResult<V1Lease?>(last), annotate, CancellationToken.None))
        {
            return;
        }

        using var limit = new CancellationTokenSource(ReleaseLimit);
        _ = await TryGiveBackAsync(async () => await ReadAsync(limit.Token) is { } lease && lease.IsHeldBy(holder) ? lease : null, annotate, limit.Token);
    }

    private async Task<bool> TryGiveBackAsync(Func<Task<V1Lease?>> find, Action<V1Lease> annotate, CancellationToken cancellationToken)
    {
        try
        {
            if (await find() is not { } lease)
            {
                return false;
            }

            lease.Spec.HolderIdentity = null;
            annotate(lease);
            return await TryReplaceAsync(lease, cancellationToken) is not null;
        }
        catch (Exception exception) when (exception is LifecycleException or HttpOperationException or JsonException or OperationCanceledException)
        {
            // What the operation came to is what counts.
            return false;
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

    private static async Task<V1Lease?> TryAsync(Func<Task<V1Lease>> write)
    {
        try
        {
            return await write();
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
