using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Lifecycle.Cluster.Manifests;

/// <summary>
/// An object as its API server has it, or would have it: what is compared is what it answered. The library's model of all that
/// a StatefulSet can be would cost a run 0.2 s of processor time: docs/decisions/appendix-where-the-time-goes.md.
/// </summary>
internal sealed class LiveObject(JsonObject json) : IMetadata<V1ObjectMeta>
{
    public JsonObject Json => json;

    public V1ObjectMeta Metadata { get; set; } = KubernetesJson.Deserialize<V1ObjectMeta>(json["metadata"]!.AsObject());
}
