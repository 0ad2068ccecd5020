using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lifecycle.Cluster.Pods;

internal sealed record ItemList<T>
{
    public IReadOnlyList<T> Items { get; set; } = [];
}

/// <summary>
/// How what is read of pods and StatefulSets is found in what the API server answers. Into properties that can be set: generated
/// code sets those that are init to null where an answer lacks them, whatever they begin with.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(ItemList<Pod>), TypeInfoPropertyName = "Pods")]
[JsonSerializable(typeof(ItemList<StatefulSet>), TypeInfoPropertyName = "StatefulSets")]
internal sealed partial class ReadContext : JsonSerializerContext;
