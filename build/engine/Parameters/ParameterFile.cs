using System.Text.Json;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>One of the files under .nuke that give values to parameters.</summary>
sealed class ParameterFile
{
    readonly Dictionary<string, IReadOnlyList<string>> values = [];

    ParameterFile(AbsolutePath path)
    {
        Name = $".nuke/{path.Name}";
        using var document = Parse(path);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (!property.Name.StartsWith('$') && property.Value.ValueKind != JsonValueKind.Null)
                values[property.Name] = Texts(property.Value);
        }
    }

    public string Name { get; }

    public IEnumerable<string> ParameterNames => values.Keys;

    /// <summary>The files of the chosen profiles, the last chosen first, and parameters.json last.</summary>
    public static IReadOnlyList<ParameterFile> Load(BuildSession session)
    {
        var directory = session.RootDirectory / ".nuke";
        var files = new List<ParameterFile>();
        foreach (var profile in session.Profiles.Reverse())
        {
            var path = directory / $"parameters.{profile}.json";
            if (!path.FileExists())
                throw new BuildError($"There is no profile '{profile}'.{Spelling.DidYouMean(profile, Profiles(directory))}");

            files.Add(new ParameterFile(path));
        }

        var parameters = directory / "parameters.json";
        if (parameters.FileExists())
            files.Add(new ParameterFile(parameters));
        return files;
    }

    public ParameterText? Find(Parameter parameter)
    {
        foreach (var (name, texts) in values)
        {
            if (Names.Same(name, parameter.Name))
                return new(texts, $"{Name}, {name}");
        }

        return null;
    }

    static IEnumerable<string> Profiles(AbsolutePath directory) =>
        directory.DirectoryExists()
            ? directory.GetFiles("parameters.*.json").Select(x => x.Name["parameters.".Length..^".json".Length])
            : [];

    static JsonDocument Parse(AbsolutePath path)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            var document = JsonDocument.Parse(path.ReadAllText(), options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new BuildError($"{path} must hold a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new BuildError($"{path} is not valid JSON: {exception.Message}");
        }
    }

    static string[] Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(x => x.ToString())]
            : [value.ToString()];
}
