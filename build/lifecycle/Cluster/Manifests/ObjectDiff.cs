using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Lifecycle.Cluster.Manifests;

/// <summary>Where two objects differ: "spec.template.spec.containers[redis].image: redis:7 → redis:8".</summary>
internal static partial class ObjectDiff
{
    /// <summary>What the server keeps by itself; none of it is declared.</summary>
    private static readonly string[] Kept = ["managedFields", "resourceVersion", "generation", "creationTimestamp", "uid", "selfLink"];

    /// <param name="live">As it is.</param>
    /// <param name="wanted">As it is to be.</param>
    /// <param name="onlyDeclared">Ignore what <paramref name="wanted"/> leaves open, as the server fills it in.</param>
    public static IReadOnlyList<string> Between(JsonObject live, JsonObject wanted, bool onlyDeclared) =>
        [.. Compare("", Strip(live), Strip(wanted), onlyDeclared)];

    /// <summary>The same for one field, whose path is as server-side apply writes it.</summary>
    public static IReadOnlyList<string> At(string field, JsonObject live, JsonObject wanted, bool onlyDeclared) =>
        [.. Compare(field.TrimStart('.'), FieldPath.Find(Strip(live), field), FieldPath.Find(Strip(wanted), field), onlyDeclared)];

    private static JsonObject Strip(JsonObject item)
    {
        var json = item.DeepClone().AsObject();
        _ = json.Remove("status");
        foreach (var field in Kept)
        {
            _ = json["metadata"]?.AsObject().Remove(field);
        }

        return json;
    }

    private static IEnumerable<string> Compare(string path, JsonNode? live, JsonNode? wanted, bool onlyDeclared) => (live, wanted) switch
    {
        (JsonObject, JsonObject) or (JsonArray, JsonArray) => CompareChildren(path, Children(live), Children(wanted), onlyDeclared),
        _ when JsonNode.DeepEquals(live, wanted) || SameQuantity(live, wanted) => [],
        _ when IsPrivate(path) => [$"{path}: changed"],
        _ => [$"{path}: {Show(live)} → {Show(wanted)}"],
    };

    // A password may be in them.
    private static bool IsPrivate(string path) => Private().IsMatch(path);

    [GeneratedRegex(@"\.(args|command|env)\b")]
    private static partial Regex Private();

    private static IEnumerable<string> CompareChildren(string path, Dictionary<string, JsonNode?> live, Dictionary<string, JsonNode?> wanted, bool onlyDeclared) =>
        wanted.Keys.Concat(onlyDeclared ? [] : live.Keys.Except(wanted.Keys))
            .SelectMany(key => Compare(key.StartsWith('[') || path.Length == 0 ? path + key : $"{path}.{key}", live.GetValueOrDefault(key), wanted.GetValueOrDefault(key), onlyDeclared));

    // Elements of a list are known by their name where they have one, as the server knows them.
    private static Dictionary<string, JsonNode?> Children(JsonNode node) => node is JsonArray array
        ? array.Select((item, index) => KeyValuePair.Create($"[{NameOf(item) ?? $"{index}"}]", item)).DistinctBy(pair => pair.Key).ToDictionary()
        : node.AsObject().ToDictionary();

    private static string? NameOf(JsonNode? item) => item is JsonObject named ? (named["name"] ?? named["metadata"]?["name"])?.ToString() : null;

    // 0.25 and 250m.
    private static bool SameQuantity(JsonNode? live, JsonNode? wanted)
    {
        try
        {
            return live is JsonValue && wanted is JsonValue && new ResourceQuantity(live.ToString()).ToDecimal() == new ResourceQuantity(wanted.ToString()).ToDecimal();
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Show(JsonNode? node) => node switch
    {
        null => "nothing",
        JsonValue value => value.ToString(),
        _ => Without(node).ToJsonString(),
    };

    private static JsonNode Without(JsonNode node)
    {
        var shown = node.DeepClone();
        foreach (var item in Within(shown).OfType<JsonObject>().ToList())
        {
            foreach (var (key, _) in item.Where(field => IsPrivate($".{field.Key}")).ToList())
            {
                item[key] = "…";
            }
        }

        return shown;
    }

    private static IEnumerable<JsonNode> Within(JsonNode node) =>
        (node is JsonArray array ? array : node is JsonObject named ? named.Select(field => field.Value) : []).OfType<JsonNode>().SelectMany(Within).Prepend(node);
}
