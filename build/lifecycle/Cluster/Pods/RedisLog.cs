using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Lifecycle.Cluster;

/// <summary>Why Redis ended, in its own words.</summary>
internal static class RedisLog
{
    private const int Lines = 40;

    public static async Task<string> LastWordsAsync(IKubernetes client, V1Pod pod, string container, CancellationToken cancellationToken)
    {
        try
        {
            // The last run that has ended: between two runs that is the current one.
            var ended = pod.Status.ContainerStatuses.FirstOrDefault(status => status.Name == container)?.State?.Terminated is not null;
            var log = await client.CoreV1.ReadNamespacedPodLogAsync(pod.Metadata.Name, pod.Metadata.NamespaceProperty, container, previous: !ended, tailLines: Lines, cancellationToken: cancellationToken);
            using var reader = new StreamReader(log);
            return LastWords(await reader.ReadToEndAsync(cancellationToken));
        }
        catch (HttpOperationException)
        {
            return "its log is gone";
        }
    }

    /// <summary>Redis marks warnings with # and writes the rest with * and -: the last warning says why.</summary>
    public static string LastWords(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.LastOrDefault(each => each.Contains(" # ", StringComparison.Ordinal)) ?? lines.LastOrDefault();
        return line is null ? "its log is empty" : line[(line.IndexOf(" # ", StringComparison.Ordinal) is var mark and >= 0 ? mark + 3 : 0)..];
    }
}
