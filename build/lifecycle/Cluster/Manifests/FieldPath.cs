using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Lifecycle.Cluster.Manifests;

/// <summary>
/// Paths as server-side apply writes them: <c>.spec.ports[port=6379,protocol="TCP"].targetPort</c>. Names are not quoted, also
/// where they have dots in them, as labels do.
/// </summary>
internal static partial class FieldPath
{
    /// <summary>What is there; null for nothing.</summary>
    public static JsonNode? Find(JsonNode? root, string path)
    {
        var node = root;
        while (path.Length > 0 && node is not null)
        {
            (node, path) = Selector().Match(path) is { Success: true } selector
                ? (FindElement(node as JsonArray, selector.Groups["keys"].Value), path[selector.Length..])
                : FindMember(node as JsonObject, path.TrimStart('.'));
        }

        return node;
    }

    private static (JsonNode? Member, string Remainder) FindMember(JsonObject? node, string path)
    {
        var name = node?.Select(member => member.Key)
            .Where(key => path.StartsWith(key, StringComparison.Ordinal) && (path.Length == key.Length || path[key.Length] is '.' or '['))
            .MaxBy(key => key.Length);
        return name is null ? (null, "") : (node![name], path[name.Length..]);
    }

    private static JsonNode? FindElement(JsonArray? list, string keys)
    {
        if (int.TryParse(keys, System.Globalization.CultureInfo.InvariantCulture, out var index))
        {
            return index < list?.Count ? list[index] : null;
        }

        var wanted = Key().Matches(keys).Select(key => (Name: key.Groups["name"].Value, Value: JsonNode.Parse(key.Groups["value"].Value))).ToList();
        return list?.FirstOrDefault(element => wanted.TrueForAll(key => JsonNode.DeepEquals(key.Name.Length == 0 ? element : element?[key.Name], key.Value)));
    }

    [GeneratedRegex("""^\[(?<keys>("(\\.|[^"\\])*"|[^\]"])*)\]""")]
    private static partial Regex Selector();

    // Without a name it is a set, and the value is the element itself.
    [GeneratedRegex("""(?<name>[^=,]*)=(?<value>"(\\.|[^"\\])*"|[^,]+)""")]
    private static partial Regex Key();
}
