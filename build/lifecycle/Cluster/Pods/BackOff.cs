using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Pods;

/// <summary>
/// The kubelet restarts a container at once, but not again within ten minutes: it then waits 10 s, and twice as long each
/// time, whatever the container ended with. A new pod knows nothing of that.
/// </summary>
internal sealed class BackOff(Kubernetes client, ClusterOptions options)
{
    private string? _replaced;

    /// <summary>Has the pod replaced, so that its container starts now; where that is not allowed, it starts later.</summary>
    /// <returns>False where the pod that took its place is held back as well.</returns>
    public async Task<bool> TryEndAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        if (_replaced is not null && _replaced != pod.Uid())
        {
            return false;
        }

        if (_replaced is null)
        {
            _replaced = pod.Uid();
            await DeleteAsync(pod, cancellationToken);
        }

        return true;
    }

    private async Task DeleteAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            // This very pod: one that is there by now under the same name is the one that is wanted.
            var delete = new V1DeleteOptions { GracePeriodSeconds = 1, Preconditions = new V1Preconditions { Uid = pod.Uid() } };
            _ = await client.CoreV1.DeleteNamespacedPodAsync(pod.Name(), options.Namespace, delete, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
        }
        catch (ForbiddenException)
        {
            // Then the kubelet's pause is waited for, as long as the restart may take.
        }
    }
}
