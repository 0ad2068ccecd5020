namespace Lifecycle.Cluster;

/// <summary>Which Redis of which cluster, and how patiently.</summary>
/// <param name="Namespace">Where it lives.</param>
/// <param name="Selector">Labels that only its pod has.</param>
/// <param name="Container">The container of the pod that runs Redis.</param>
/// <param name="Kubeconfig">A file; without one <c>KUBECONFIG</c>, <c>~/.kube/config</c>, or the pod that this runs in.</param>
/// <param name="Context">A context of the kubeconfig; without one its current one.</param>
/// <param name="WaitTimeout">How long a rollout, a restart or a removal may take.</param>
/// <param name="ManifestsDirectory">The kustomization to deploy.</param>
/// <param name="OutputDirectory">Where the rendered manifests go.</param>
/// <param name="Force">Touch objects that somebody else manages.</param>
public sealed record ClusterOptions(
    string Namespace,
    string Selector,
    string Container,
    string? Kubeconfig,
    string? Context,
    TimeSpan WaitTimeout,
    string ManifestsDirectory,
    string OutputDirectory,
    bool Force)
{
    /// <summary>How long to wait for another operation to end; by default it is refused at once.</summary>
    public TimeSpan LockWait { get; init; }

    /// <summary>The server-side apply field manager, and the name on everything that this tool makes.</summary>
    internal const string FieldManager = "redis-lifecycle";
}
