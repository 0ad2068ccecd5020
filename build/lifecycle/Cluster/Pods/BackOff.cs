using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Pods;

/// <summary>
/// The kubelet restarts a container at once, but not again within ten minutes: it then waits 10 s, and twice as long each
/// time, whatever the container ended with. A new pod knows nothing of that. The old one is not waited for: a kubelet may
/// take 10 s to let go of a pod whose container it holds back.
/// </summary>
internal sealed class BackOff(Kubernetes client, ClusterOptions options)
{
    private string? _replaced;

    /// <summary>Has the pod replaced, so that its container starts now; where that is not allowed, it starts later.</summary>
    /// <returns>False where the pod that took its place is held back as well.</returns>
    public async Task<bool> TryEndAsync(Pod pod, CancellationToken cancellationToken)
    {
        if (_replaced is not null && _replaced != pod.Uid())
        {
            return false;
        }

        if (_replaced is null)
        {
            await DeleteAsync(pod, cancellationToken);
        }

        return true;
    }

    private async Task DeleteAsync(Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            // Redis has ended, says the kubelet, which starts no other for 10 s: so nobody has the volume. As this pod was seen
            // then and not otherwise: one whose Redis runs again has changed, and one of the same name is the one that is wanted.
            var delete = new V1DeleteOptions { GracePeriodSeconds = 0, Preconditions = new V1Preconditions { Uid = pod.Uid(), ResourceVersion = pod.ResourceVersion() } };
            _ = await client.CoreV1.DeleteNamespacedPodAsync(pod.Name(), options.Namespace, delete, cancellationToken: cancellationToken).OrNullIfNotFoundAsync();
            _replaced = pod.Uid();
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // It is looked at again.
        }
        catch (ForbiddenException)
        {
            // Then the kubelet's pause is waited for, as long as the restart may take.
            _replaced = pod.Uid();
        }
    }
}
