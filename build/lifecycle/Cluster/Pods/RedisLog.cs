using k8s;
using k8s.Autorest;
using k8s.Models;
using Lifecycle.Failures;
using Lifecycle.Redis;

namespace Lifecycle.Cluster.Pods;

/// <summary>The log of a run of Redis that has ended.</summary>
internal static class RedisLog
{
    private const int Lines = 200;

    public static async Task<string> LastWordsAsync(IKubernetes client, Pod pod, string container, CancellationToken cancellationToken)
    {
        try
        {
            // The last run that has ended: between two runs that is the current one.
            var ended = pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == container)?.State?.Terminated is not null;
            var log = await client.CoreV1.ReadNamespacedPodLogAsync(pod.Metadata.Name, pod.Metadata.NamespaceProperty, container, previous: !ended, tailLines: Lines, cancellationToken: cancellationToken);
            using var reader = new StreamReader(log);
            return LastWords.Of(await reader.ReadToEndAsync(cancellationToken));
        }
        catch (HttpOperationException)
        {
            return "its log is gone";
        }
        catch (ForbiddenException)
        {
            return "this account may not read its log";
        }
        catch (UnreachableException exception)
        {
            return $"its log cannot be read: {exception.Problem}";
        }
    }
}
