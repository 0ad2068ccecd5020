using k8s;

namespace Lifecycle.Cluster.Pods;

/// <summary>What the cluster itself says about an object that does not get further.</summary>
internal static class Warnings
{
    /// <summary>The newest about one object, to be put behind what is said of it; empty where there is none.</summary>
    public static async Task<string> BesideAsync(IKubernetes client, string @namespace, string name, CancellationToken cancellationToken) =>
        await AboutAsync(client, @namespace, [name], cancellationToken) is [var newest, ..] ? $" ({newest})" : "";

    /// <summary>The newest warnings first, each on one line.</summary>
    public static async Task<IReadOnlyList<string>> AboutAsync(IKubernetes client, string @namespace, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var events = await client.CoreV1.ListNamespacedEventAsync(@namespace, cancellationToken: cancellationToken);
        return
        [
            .. events.Items
                .Where(each => each.Type == "Warning" && names.Contains(each.InvolvedObject.Name))
                .OrderByDescending(each => each.LastTimestamp ?? each.EventTime ?? each.Metadata.CreationTimestamp)
                .Select(each => $"{each.InvolvedObject.Kind} {each.InvolvedObject.Name}: {each.Message?.ReplaceLineEndings(" ").Trim()}")
                .Distinct(),
        ];
    }
}
