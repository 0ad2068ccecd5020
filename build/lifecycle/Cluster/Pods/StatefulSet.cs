using System.Text.Json;
using k8s;
using k8s.Models;

namespace Lifecycle.Cluster.Pods;

/// <summary>What is read of a StatefulSet, and of a Deployment as far as it is like one.</summary>
internal sealed record StatefulSet : IMetadata<V1ObjectMeta>
{
    public string Kind { get; set; } = V1StatefulSet.KubeKind;

    public V1ObjectMeta Metadata { get; set; } = new();

    public StatefulSetSpec Spec { get; set; } = new();

    public V1StatefulSetStatus? Status { get; set; }

    /// <summary>One that is declared, as it would be read.</summary>
    public static StatefulSet Of(V1StatefulSet declared) => JsonSerializer.Deserialize(KubernetesJson.Serialize(declared), ReadContext.Default.StatefulSet)!;
}

internal sealed record StatefulSetSpec
{
    public int? Replicas { get; set; }

    public PodTemplate Template { get; set; } = new();

    public IReadOnlyList<ClaimTemplate>? VolumeClaimTemplates { get; set; }

    public V1StatefulSetPersistentVolumeClaimRetentionPolicy? PersistentVolumeClaimRetentionPolicy { get; set; }
}

internal sealed record PodTemplate
{
    public PodSpec Spec { get; set; } = new();
}

internal sealed record ClaimTemplate
{
    public V1ObjectMeta Metadata { get; set; } = new();
}
