using System.Buffers;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lifecycle.Cluster.Manifests;

/// <summary>
/// One YAML document as the JSON that an API server takes it for. The client library's own reader of YAML would first look
/// through all types of its models: docs/decisions/appendix-where-the-time-goes.md.
/// </summary>
internal sealed class YamlDocument
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(" ./'\"[]()\\");

    private readonly YamlMappingNode _root;

    /// <exception cref="YamlException">It is not YAML, not an object, or has a key twice or one that is not text.</exception>
    public YamlDocument(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(new MergingParser(new Parser(reader)));
        _root = stream.Documents is [{ RootNode: YamlMappingNode root }] ? root : throw new YamlException(new Mark(0, 1, 1), new Mark(0, 1, 1), "it is not an object");
        Json = (JsonObject)Convert(_root)!;
    }

    public JsonObject Json { get; }

    /// <summary>The line of what System.Text.Json calls <c>$.spec.ports[0].port</c>; the first where there is no such.</summary>
    public long LineOf(string? path) => Within(_root, "$").FirstOrDefault(each => each.Path == path, ("", _root)).Node.Start.Line;

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Select(pair => KeyValuePair.Create(Key(pair.Key), Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => YamlScalar.Read(plain.Value),
        YamlScalarNode quoted => JsonValue.Create(quoted.Value),
        _ => throw new YamlException(node.Start, node.End, "it has an alias that leads nowhere"),
    };

    private static IEnumerable<(string Path, YamlNode Node)> Within(YamlNode node, string path) => (node switch
    {
        YamlMappingNode map => map.SelectMany(pair => Within(pair.Value, path + Member(Key(pair.Key)))),
        YamlSequenceNode list => list.SelectMany((item, index) => Within(item, $"{path}[{index}]")),
        _ => [],
    }).Prepend((path, node));

    private static string Member(string key) => key.AsSpan().ContainsAny(Quoted) ? $"['{key}']" : $".{key}";

    private static string Key(YamlNode key) => (key as YamlScalarNode)?.Value ?? throw new YamlException(key.Start, key.End, "it has a key that is not text");
}
