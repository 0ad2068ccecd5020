using System.Text.Json;

namespace Targets.CommandLine;

/// <summary>What holds for the command line holds for the files under .nuke: no misspelt name, no value that does not convert.</summary>
internal static class ParameterFileCheck
{
    private const int MaximumBytes = 1024 * 1024;
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <param name="build">Declares the parameters.</param>
    /// <param name="arguments">Name the root and the profiles; the engines look for a root by themselves as well.</param>
    /// <returns>What is wrong, in one line; null where nothing is.</returns>
    public static string? FindMistake(Type build, IReadOnlyList<string> arguments)
    {
        var typed = new Arguments(arguments);
        if ((typed.ValuesOf("root").FirstOrDefault() ?? NearestRoot()) is not { } root)
        {
            return null;
        }

        var vocabulary = new Vocabulary(build);
        var folder = Path.Combine(root, ".nuke");
        return FindMissingProfile(folder, typed.ValuesOf("profile")) ?? typed.ValuesOf("profile").Select(profile => $"parameters.{profile}.json").Prepend("parameters.json")
            .Select(name => Path.Combine(folder, name))
            .Where(File.Exists)
            .Select(path => FindMistake(vocabulary, path))
            .FirstOrDefault(mistake => mistake is not null);
    }

    private static string? FindMissingProfile(string folder, IEnumerable<string> profiles) => profiles
        .Where(profile => !File.Exists(Path.Combine(folder, $"parameters.{profile}.json")))
        .Select(profile => $"There is no profile '{profile}'. Write it as .nuke/parameters.{profile}.json, or leave it out.")
        .FirstOrDefault();

    private static string? FindMistake(Vocabulary vocabulary, string path)
    {
        var place = $".nuke/{Path.GetFileName(path)}";
        try
        {
            if (new FileInfo(path).Length > MaximumBytes)
            {
                return $"{place} is too large for a file of parameters. See that it is the right one.";
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? FindMistake(vocabulary, [.. document.RootElement.EnumerateObject()]) is { } mistake ? $"{place}: {mistake}" : null
                : $"{place} holds no JSON object. Write it as {{ \"Keep\": 3 }}.";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return $"{place} is no valid JSON. Correct it: {exception.Message}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{place} cannot be read. Put that right: {exception.Message}";
        }
    }

    private static string? FindMistake(Vocabulary vocabulary, IReadOnlyList<JsonProperty> properties) =>
        properties.GroupBy(property => property.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? $"'{twice.Key}' is there {twice.Count()} times. Write it once."
            : properties.Select(property => FindMistake(vocabulary, property)).FirstOrDefault(mistake => mistake is not null);

    private static string? FindMistake(Vocabulary vocabulary, JsonProperty property)
    {
        if (property.Name.StartsWith('$') || property.Value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return vocabulary.Find(property.Name) is { } shape
            ? FindMistake(shape, property.Name) ?? Texts(property.Value).Select(text => CommandLineCheck.FindValueMistake(vocabulary, shape, text)).FirstOrDefault(mistake => mistake is not null) ?? FindMistake(shape, property.Value)
            : vocabulary.UnknownParameter(property.Name);
    }

    // One engine reads a name only as it is declared, and passes over any other.
    private static string? FindMistake(Shape shape, string name) =>
        shape.Name != name ? $"'{name}' is not how that parameter is written in a file. Write {shape.Name}."
        : shape.IsOnlyTyped ? $"'{name}' counts on the command line only. Type {shape.Option}, and take it out of the file."
        : null;

    // An empty list would switch a switch on.
    private static string? FindMistake(Shape shape, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array when !shape.TakesMany => $"'{shape.Name}' takes one value, not a list. Write it without the brackets.",
        JsonValueKind.Object => $"'{shape.Name}' takes {shape.Description}, not an object.",
        _ => null,
    };

    private static IEnumerable<string> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(each => each.ToString()) : [value.ToString()];

    private static string? NearestRoot()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, ".nuke")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
