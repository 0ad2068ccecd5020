using System.Text.Json;
using Nuke.Common.IO;

namespace Nuke.Common.Parameters;

/// <summary>One of the files under .nuke that give values to parameters. Names count as they are written.</summary>
internal sealed class ParameterFile(AbsolutePath path)
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly Dictionary<string, IReadOnlyList<string>> _values = Read(path);

    /// <summary>The files of the chosen profiles, the last chosen first, and parameters.json last.</summary>
    public static IReadOnlyList<ParameterFile> Load(AbsolutePath root, IEnumerable<string> profiles) =>
    [
        .. profiles.Reverse().Select(profile => $"parameters.{profile}.json").Append("parameters.json")
            .Select(name => root / ".nuke" / name)
            .Where(file => file.FileExists())
            .Select(file => new ParameterFile(file)),
    ];

    public ParameterText? Find(string name) => _values.TryGetValue(name, out var values) ? new ParameterText($".nuke/{path.Name}, {name}", values) : null;

    private static Dictionary<string, IReadOnlyList<string>> Read(AbsolutePath path)
    {
        using var document = JsonDocument.Parse(path.ReadAllText(), Lenient);
        return document.RootElement.EnumerateObject()
            .Where(property => property.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(property => property.Name, property => Texts(property.Value));
    }

    private static IReadOnlyList<string> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(each => $"{each}")] : [$"{value}"];
}
