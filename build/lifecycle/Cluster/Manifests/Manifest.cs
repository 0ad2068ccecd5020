using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Lifecycle.Cluster.Manifests;

/// <summary>An object as it is declared.</summary>
internal sealed record Manifest(JsonObject Declared)
{
    public const string Namespaces = "Namespace";
    public const string Services = "Service";
    public const string StatefulSets = "StatefulSet";

    /// <summary>Each needs what is before it.</summary>
    private static readonly string[] Order = [Namespaces, Services, StatefulSets];

    public static Manifest Of(IKubernetesObject<V1ObjectMeta> item) => new(JsonNode.Parse(KubernetesJson.Serialize(item))!.AsObject());

    /// <summary>The one that Redis is declared with: there is one at least, as they are read.</summary>
    public static V1StatefulSet RedisOf(IEnumerable<Manifest> manifests) =>
        KubernetesJson.Deserialize<V1StatefulSet>(manifests.First(manifest => manifest.Kind == StatefulSets).Declared);

    public string Kind => $"{Declared["kind"]}";

    public string Name => $"{Metadata?["name"]}";

    /// <summary>Where it is to be; null where it says nothing of that.</summary>
    public string? Namespace => Kind == Namespaces ? Name : (string?)Metadata?["namespace"];

    public int Rank => Array.IndexOf(Order, Kind);

    private JsonObject? Metadata => Declared["metadata"] as JsonObject;

    public void Annotate(string name, string value)
    {
        var metadata = Declared["metadata"]!.AsObject();
        metadata["annotations"] ??= new JsonObject();
        metadata["annotations"]![name] = value;
    }

    public override string ToString() => $"{Kind} {Name}";
}
