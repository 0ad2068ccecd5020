using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Lifecycle.Failures;
using YamlDotNet.Core;

namespace Lifecycle.Cluster.Manifests;

/// <summary>Reads rendered manifests strictly: what the API server would drop or refuse is an error here, by name.</summary>
internal static partial class ManifestReader
{
    private const string Remedy = "Correct it in the kustomization";

    /// <summary>In dependency order.</summary>
    /// <exception cref="LifecycleException">An object is not one that Deploy knows, or not well formed, or there twice, or elsewhere.</exception>
    public static IReadOnlyList<Manifest> Read(string yaml, string @namespace)
    {
        var manifests = Documents().Split(yaml).Where(document => document.Trim().Length > 0).Select(ReadOne).ToList();
        foreach (var duplicates in manifests.GroupBy(manifest => manifest.ToString(), StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            throw new LifecycleException($"{duplicates.Key} is declared {duplicates.Count()} times", Remedy);
        }

        foreach (var stray in manifests.Where(manifest => NamespaceOf(manifest) != @namespace))
        {
            throw new LifecycleException($"{stray} is declared in namespace '{NamespaceOf(stray)}', not '{@namespace}'", Remedy);
        }

        return manifests.Any(manifest => manifest.Kind == Manifest.StatefulSets)
            ? [.. manifests.OrderBy(manifest => manifest.Rank)]
            : throw new LifecycleException("The kustomization declares no StatefulSet", Remedy);
    }

    public static string? NamespaceOf(Manifest manifest) => manifest.Kind == Manifest.Namespaces ? manifest.Name : manifest.Declared.Metadata.NamespaceProperty;

    private static Manifest ReadOne(string document)
    {
        var head = Parse<Head>(document, "An object", strict: false);
        var name = $"{head.Kind} {head.Metadata?.Name}";
        return (head.ApiVersion, head.Kind) switch
        {
            ("v1", Manifest.Namespaces) => new Manifest(Parse<V1Namespace>(document, name, strict: true)),
            ("v1", Manifest.Services) => new Manifest(Parse<V1Service>(document, name, strict: true)),
            ("apps/v1", Manifest.StatefulSets) => new Manifest(Parse<V1StatefulSet>(document, name, strict: true)),
            _ => throw new LifecycleException($"{name} ({head.ApiVersion}) is not an object that Deploy applies", "It applies Namespace, Service (v1) and StatefulSet (apps/v1): take it out of the kustomization and apply it with kubectl"),
        };
    }

    private static T Parse<T>(string document, string name, bool strict)
    {
        try
        {
            return KubernetesYaml.Deserialize<T>(document, strict);
        }
        catch (YamlException exception)
        {
            throw new LifecycleException($"{name} is not well formed: {(exception.InnerException ?? exception).Message} (line {exception.Start.Line} of its manifest)", Remedy, exception);
        }
    }

    [GeneratedRegex("^---.*$", RegexOptions.Multiline)]
    private static partial Regex Documents();

    private sealed class Head
    {
        public string ApiVersion { get; set; } = "";

        public string Kind { get; set; } = "";

        public V1ObjectMeta? Metadata { get; set; }
    }
}
