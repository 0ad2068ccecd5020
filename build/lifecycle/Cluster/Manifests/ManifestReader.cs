using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Lifecycle.Failures;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

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

        foreach (var stray in manifests.Where(manifest => manifest.Namespace != @namespace))
        {
            throw new LifecycleException($"{stray} is declared in namespace '{stray.Namespace}', not '{@namespace}'", Remedy);
        }

        return manifests.Any(manifest => manifest.Kind == Manifest.StatefulSets)
            ? [.. manifests.OrderBy(manifest => manifest.Rank)]
            : throw new LifecycleException("The kustomization declares no StatefulSet", Remedy);
    }

    private static Manifest ReadOne(string text)
    {
        var document = ReadYaml(text);
        var (version, kind) = ($"{document.Json["apiVersion"]}", $"{document.Json["kind"]}");
        var name = $"{kind} {(document.Json["metadata"] as JsonObject)?["name"]}";
        return (version, kind) switch
        {
            ("v1", Manifest.Namespaces) => new Manifest(Parse<V1Namespace>(document, name)),
            ("v1", Manifest.Services) => new Manifest(Parse<V1Service>(document, name)),
            ("apps/v1", Manifest.StatefulSets) => new Manifest(Parse<V1StatefulSet>(document, name)),
            _ => throw new LifecycleException($"{name} ({version}) is not an object that Deploy applies", "It applies Namespace, Service (v1) and StatefulSet (apps/v1): take it out of the kustomization and apply it with kubectl"),
        };
    }

    private static YamlDocument ReadYaml(string text)
    {
        try
        {
            return new YamlDocument(text);
        }
        catch (YamlException exception)
        {
            throw new LifecycleException($"{HeadOf(text)} is not well formed: {(exception.InnerException ?? exception).Message} (line {exception.Start.Line} of its manifest)", Remedy, exception);
        }
    }

    private static JsonObject Parse<T>(YamlDocument document, string name)
    {
        try
        {
            var parsed = JsonNode.Parse(KubernetesJson.Serialize(KubernetesJson.Deserialize<T>(document.Json)))!.AsObject();
            return FirstDropped(document.Json, parsed) is { } dropped
                ? throw new LifecycleException($"{name} is not well formed: it has no field {dropped.TrimStart('$', '.')} (line {document.LineOf(dropped)} of its manifest)", Remedy)
                : parsed;
        }
        catch (JsonException exception)
        {
            throw new LifecycleException($"{name} is not well formed: what {exception.Path?.TrimStart('$', '.')} is set to does not belong there (line {document.LineOf(exception.Path)} of its manifest)", Remedy, exception);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            // What the library's readers of quantities, of ports and of times throw comes through as it is.
            throw new LifecycleException($"{name} is not well formed: {exception.Message}", Remedy, exception);
        }
    }

    /// <summary>The path of the first thing that the API does not know: what has been read lacks it.</summary>
    private static string? FirstDropped(JsonNode? given, JsonNode? read) => given switch
    {
        null => null,
        _ when read is null => given.GetPath(),
        JsonObject fields => fields.Select(field => FirstDropped(field.Value, (read as JsonObject)?[field.Key])).FirstOrDefault(path => path is not null),
        JsonArray items => items.Select((item, index) => FirstDropped(item, (read as JsonArray)?.ElementAtOrDefault(index))).FirstOrDefault(path => path is not null),
        _ => null,
    };

    /// <summary>What is told of it where it cannot be read: what is wrong further down does not hide its name.</summary>
    private static string HeadOf(string text)
    {
        try
        {
            var head = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build().Deserialize<Head>(text);
            return $"{head.Kind} {head.Metadata?.Name}";
        }
        catch (YamlException)
        {
            return "An object";
        }
    }

    [GeneratedRegex("^---.*\n?", RegexOptions.Multiline)]
    private static partial Regex Documents();

    private sealed class Head
    {
        public string Kind { get; set; } = "";

        public Named? Metadata { get; set; }
    }

    private sealed class Named
    {
        public string Name { get; set; } = "";
    }
}
