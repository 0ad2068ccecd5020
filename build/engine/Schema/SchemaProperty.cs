using System.Text.Json;

namespace Nuke.Common.Execution;

/// <summary>One parameter in the schema.</summary>
static class SchemaProperty
{
    public static void Write(Utf8JsonWriter json, Parameter parameter, NukeBuild build)
    {
        json.WriteStartObject(parameter.Name);
        var definition = Definition(parameter);
        if (parameter.Type.IsArray)
            json.WriteString("type", "array");
        else if (definition is null)
            json.WriteString("type", JsonType(parameter.Type));

        if (parameter.Attribute.Description is { } description)
            json.WriteString("description", description.TrimEnd('.'));
        if (parameter.IsSecret)
            json.WriteString("default", "Secrets must be entered via 'nuke :secrets [profile]'");

        if (parameter.Type.IsArray)
            json.WriteStartObject("items");
        if (definition is not null)
            json.WriteString("$ref", $"#/definitions/{definition}");
        else
            WriteElement(json, parameter, build);
        if (parameter.Type.IsArray)
            json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteValues(Utf8JsonWriter json, IEnumerable<string> values)
    {
        json.WriteStartArray("enum");
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    static void WriteElement(Utf8JsonWriter json, Parameter parameter, NukeBuild build)
    {
        if (parameter.Type.IsArray)
            json.WriteString("type", JsonType(parameter.Type));
        if (parameter.Attribute.GetValueSet(parameter.Member, build) is { } values)
            WriteValues(json, values.Select(x => x.Text).Order(StringComparer.Ordinal));
    }

    static string? Definition(Parameter parameter) => parameter switch
    {
        { IsBuiltIn: false } => null,
        { Name: "Skip" or "Target" } => nameof(ExecutableTarget),
        { Name: nameof(Host) or nameof(Verbosity) } => parameter.Name,
        _ => null,
    };

    static string JsonType(Type type)
    {
        var element = ValueConverter.ElementType(type);
        return element.IsEnum ? "string" : Type.GetTypeCode(element) switch
        {
            TypeCode.Boolean => "boolean",
            TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "number",
            >= TypeCode.SByte and <= TypeCode.UInt64 => "integer",
            _ => "string",
        };
    }
}
