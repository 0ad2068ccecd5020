using Lifecycle.Volume;
using Lifecycle.Waiting;

namespace Lifecycle.Cluster.Api;

/// <summary>Which Redis of which cluster, and how patiently.</summary>
/// <param name="Namespace">Where it lives.</param>
/// <param name="Selector">Labels that only its pod has.</param>
/// <param name="Container">The container of the pod that runs Redis.</param>
/// <param name="Kubeconfig">A file; without one <c>KUBECONFIG</c>, <c>~/.kube/config</c>, or the pod that this runs in.</param>
/// <param name="Context">A context of the kubeconfig; without one its current one.</param>
/// <param name="WaitTimeout">How long a rollout, a restart or a removal may take.</param>
/// <param name="ManifestsDirectory">The kustomization to deploy.</param>
/// <param name="OutputDirectory">Where the rendered manifests go.</param>
public sealed record ClusterOptions(
    string Namespace,
    string Selector,
    string Container,
    string? Kubeconfig,
    string? Context,
    TimeSpan WaitTimeout,
    string ManifestsDirectory,
    string OutputDirectory)
{
    /// <summary><c>dev</c> or <c>prod</c>: what tells the backups of two clusters apart that have everything else in common.</summary>
    public required string Environment { get; init; }

    /// <summary>Take over, or scale, what a GitOps controller or somebody else manages.</summary>
    public bool Adopt { get; init; }

    /// <summary>Who asks Redis, as far as that is known here.</summary>
    public RedisAccess Access { get; init; } = RedisAccess.Default;

    /// <summary>The Secret that holds Redis' password: its name, or name/key.</summary>
    public string? AuthSecret { get; init; }

    /// <summary>How long to wait for another operation to end; by default it is refused at once.</summary>
    public TimeSpan LockWait { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The server-side apply field manager, and the name on everything that this tool makes.</summary>
    internal const string FieldManager = "redis-lifecycle";

    /// <summary>As long as a rollout, a restart or a removal may take.</summary>
    internal Patience Wait() => new(WaitTimeout, Clock);
}
