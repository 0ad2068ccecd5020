using System.Text.Json;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace Lifecycle.Cluster.Api;

/// <summary>
/// The models that every run reads. The client library's own context asks of each whether it is one of a thousand, and
/// so loads them all: docs/decisions/appendix-where-the-time-goes.md.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(V1Endpoints))]
[JsonSerializable(typeof(V1EndpointSliceList))]
[JsonSerializable(typeof(V1Lease))]
[JsonSerializable(typeof(V1Namespace))]
[JsonSerializable(typeof(V1PersistentVolumeClaim))]
[JsonSerializable(typeof(V1Secret))]
[JsonSerializable(typeof(V1ServiceList))]
[JsonSerializable(typeof(object))] // what is written is asked for as one
[JsonSerializable(typeof(JsonElement))] // managedFields are made of them,
[JsonSerializable(typeof(ValueType))] // and their base is asked for
internal sealed partial class KnownModels : JsonSerializerContext
{
    private static readonly Lazy<bool> Registered = new(TryRegister);

    /// <summary>Has the client library look here first. What is not here is read as ever.</summary>
    public static void Register() => _ = Registered.Value;

    private static bool TryRegister()
    {
        var isFirst = false;
        KubernetesJson.AddJsonOptions(options =>
        {
            // Who has read something already goes on as before.
            isFirst = !options.IsReadOnly;
            if (isFirst)
            {
                options.TypeInfoResolverChain.Insert(0, Default);
            }
        });
        return isFirst;
    }
}
