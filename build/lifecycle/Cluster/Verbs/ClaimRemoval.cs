using System.Globalization;
using k8s;
using Lifecycle.Cluster.Api;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Verbs;

/// <summary>A claim of Redis and the volume behind it. A StatefulSet does not take its claims along when it goes.</summary>
internal sealed record RedisClaim(string Name, string? Volume)
{
    public override string ToString() => $"Claim {Name}";
}

/// <summary>Finds and removes them.</summary>
internal sealed class ClaimRemoval(Kubernetes client, ClusterOptions options)
{
    public async Task<IReadOnlyList<RedisClaim>> FindAsync(CancellationToken cancellationToken)
    {
        var claims = await client.CoreV1.ListNamespacedPersistentVolumeClaimAsync(options.Namespace, labelSelector: options.Selector, cancellationToken: cancellationToken);
        return [.. claims.Items.Select(claim => new RedisClaim(claim.Metadata.Name, claim.Spec.VolumeName))];
    }

    /// <summary>What became of it.</summary>
    public async Task<string> RemoveAsync(RedisClaim claim, CancellationToken cancellationToken)
    {
        _ = await client.CoreV1.DeleteNamespacedPersistentVolumeClaimAsync(claim.Name, options.Namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
        await RequireGoneAsync(claim.ToString(), async token => await client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync(claim.Name, options.Namespace, cancellationToken: token).OrNullIfNotFoundAsync() is null, cancellationToken);
        return claim.Volume is null ? "removed" : await AwaitVolumeAsync(claim.Volume, cancellationToken);
    }

    private async Task<string> AwaitVolumeAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            if (await client.CoreV1.ReadPersistentVolumeAsync(name, cancellationToken: cancellationToken).OrNullIfNotFoundAsync() is { Spec.PersistentVolumeReclaimPolicy: not "Delete" })
            {
                return $"removed; its volume {name} stays, as its reclaim policy says";
            }

            await RequireGoneAsync($"Volume {name}", async token => await client.CoreV1.ReadPersistentVolumeAsync(name, cancellationToken: token).OrNullIfNotFoundAsync() is null, cancellationToken);
            return "removed with its volume";
        }
        catch (ForbiddenException)
        {
            // Volumes belong to no namespace.
            return $"removed; this account may not see whether volume {name} is gone too";
        }
    }

    private async Task RequireGoneAsync(string what, Func<CancellationToken, Task<bool>> isGone, CancellationToken cancellationToken)
    {
        if (!await options.UntilTrueAsync(isGone, cancellationToken))
        {
            throw new LifecycleException(string.Create(CultureInfo.InvariantCulture, $"{what} is still there after {options.WaitTimeout.TotalSeconds:0} s"), "See kubectl describe for what still uses it, then run Destroy again");
        }
    }
}
