using k8s;
using k8s.Models;

namespace Lifecycle.Cluster.Pods;

/// <summary>What is read of a pod.</summary>
internal sealed record Pod : IMetadata<V1ObjectMeta>
{
    public V1ObjectMeta Metadata { get; set; } = new();

    public PodSpec Spec { get; set; } = new();

    public V1PodStatus? Status { get; set; }
}

internal sealed record PodSpec
{
    public IReadOnlyList<Container> Containers { get; set; } = [];

    public IReadOnlyList<Volume>? Volumes { get; set; }
}

internal sealed record Container
{
    public string Name { get; set; } = "";

    public IReadOnlyList<string>? Command { get; set; }

    public IReadOnlyList<string>? Args { get; set; }

    public V1ResourceRequirements? Resources { get; set; }

    public IReadOnlyList<V1VolumeMount>? VolumeMounts { get; set; }
}

internal sealed record Volume
{
    public string Name { get; set; } = "";

    public V1PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; set; }
}
