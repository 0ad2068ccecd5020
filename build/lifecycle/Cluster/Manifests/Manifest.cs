using k8s;
using k8s.Models;

namespace Lifecycle.Cluster.Manifests;

/// <summary>An object as it is declared.</summary>
internal sealed record Manifest(IKubernetesObject<V1ObjectMeta> Declared)
{
    public const string Namespaces = "Namespace";
    public const string Services = "Service";
    public const string StatefulSets = "StatefulSet";

    /// <summary>Each needs what is before it.</summary>
    private static readonly string[] Order = [Namespaces, Services, StatefulSets];

    /// <summary>The one that Redis is declared with: there is one at least, as they are read.</summary>
    public static V1StatefulSet RedisOf(IEnumerable<Manifest> manifests) => manifests.Select(manifest => manifest.Declared).OfType<V1StatefulSet>().First();

    public string Kind => Declared.Kind;

    public string Name => Declared.Metadata.Name;

    public int Rank => Array.IndexOf(Order, Kind);

    public override string ToString() => $"{Kind} {Name}";
}
