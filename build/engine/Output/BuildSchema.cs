using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Parameters;

namespace Nuke.Common.Output;

/// <summary>Describes the parameters of a build, so that editors complete and check the files under .nuke.</summary>
internal static class BuildSchema
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>On a machine of somebody's own. A checkout that cannot be written to is no reason to fail.</summary>
    public static void Update(Type build, IReadOnlyCollection<ExecutableTarget> targets, BuildSession session)
    {
        var file = session.RootDirectory / ".nuke" / "build.schema.json";
        try
        {
            var content = session.Host is Terminal ? Create(build, targets) : null;
            if (content is not null && !(file.FileExists() && file.ReadAllText() == content))
            {
                File.WriteAllText(file, content);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // For convenience only.
        }
    }

    private static string Create(Type build, IReadOnlyCollection<ExecutableTarget> targets)
    {
        var properties = new JsonObject { ["$schema"] = new JsonObject { ["type"] = "string" } };
        foreach (var parameter in Parameter.Of(build).OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
        {
            properties[parameter.Name] = Describe(parameter, targets);
        }

        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-04/schema#",
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        return schema.ToJsonString(Readable) + '\n';
    }

    private static JsonObject Describe(Parameter parameter, IReadOnlyCollection<ExecutableTarget> targets)
    {
        var choices = parameter.TakesTargets ? targets.Select(target => target.Name) : parameter.Choices;
        var element = new JsonObject { ["type"] = parameter.JsonType };
        if (choices.Any())
        {
            element["enum"] = new JsonArray([.. choices.Order(StringComparer.Ordinal).Select(choice => JsonValue.Create(choice))]);
        }

        var property = parameter.TakesMany ? new JsonObject { ["type"] = "array", ["items"] = element } : element;
        property["description"] = parameter.Description;
        return property;
    }
}
