using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Describes the parameters of a build, so that editors can complete and check parameter files.</summary>
static class BuildSchema
{
    public static void Update(NukeBuild build, IReadOnlyCollection<ExecutableTarget> targets, BuildSession session)
    {
        var file = session.RootDirectory / ".nuke" / "build.schema.json";
        BestEffort.Do(session, () => ChangedFile.Write(file, Create(build, targets)));
    }

    static string Create(NukeBuild build, IReadOnlyCollection<ExecutableTarget> targets)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://json-schema.org/draft-04/schema#");

            json.WriteStartObject("definitions");
            WriteEnum(json, "Host", SchemaHosts.All);
            WriteEnum(json, "ExecutableTarget", targets.Select(x => x.Name).Order(StringComparer.Ordinal));
            WriteEnum(json, "Verbosity", Enum.GetNames<Verbosity>(), description: string.Empty);
            json.WriteStartObject("NukeBuild");
            WriteProperties(json, build.Parameters.All.Where(x => x.IsBuiltIn), build);
            json.WriteEndObject();
            json.WriteEndObject();

            json.WriteStartArray("allOf");
            json.WriteStartObject();
            WriteProperties(json, build.Parameters.All.Where(x => !x.IsBuiltIn), build);
            json.WriteEndObject();
            json.WriteStartObject();
            json.WriteString("$ref", "#/definitions/NukeBuild");
            json.WriteEndObject();
            json.WriteEndArray();

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + '\n';
    }

    static void WriteEnum(Utf8JsonWriter json, string name, IEnumerable<string> values, string? description = null)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "string");
        if (description is not null)
            json.WriteString("description", description);
        SchemaProperty.WriteValues(json, values);
        json.WriteEndObject();
    }

    static void WriteProperties(Utf8JsonWriter json, IEnumerable<Parameter> parameters, NukeBuild build)
    {
        json.WriteStartObject("properties");
        foreach (var parameter in parameters.OrderBy(x => x.Name, StringComparer.Ordinal))
            SchemaProperty.Write(json, parameter, build);
        json.WriteEndObject();
    }
}
