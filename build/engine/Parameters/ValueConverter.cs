using System.ComponentModel;
using System.Globalization;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Makes a value of a parameter's text, or says why it is none.</summary>
static class ValueConverter
{
    public static object? Convert(ParameterText text, Type type, char? separator = null)
    {
        if (type.IsArray)
            return ConvertArray(text, type.GetElementType()!, separator);

        return text.Values switch
        {
            [] when ElementType(type) == typeof(bool) => true,
            [] => throw new BuildError($"{text.Origin} needs a value."),
            [var value] => ConvertOne(value, type, text.Origin),
            _ => throw new BuildError($"{text.Origin} takes one value, not {text.Values.Count}: {string.Join(' ', text.Values)}"),
        };
    }

    /// <summary>What remains of a type without its array and its nullability.</summary>
    public static Type ElementType(Type type)
    {
        var element = type.IsArray ? type.GetElementType()! : type;
        return Nullable.GetUnderlyingType(element) ?? element;
    }

    public static IEnumerable<(string Text, object Object)>? Choices(Type type) =>
        type.IsEnum ? Enum.GetNames(type).Select(x => (x, Enum.Parse(type, x)))
        : typeof(Enumeration).IsAssignableFrom(type) ? Enumeration.ValuesOf(type).Select(x => (x.ToString(), (object)x))
        : null;

    static Array ConvertArray(ParameterText text, Type elementType, char? separator)
    {
        var parts = separator is null
            ? text.Values
            : [.. text.Values.SelectMany(x => x.Split(separator.Value, StringSplitOptions.RemoveEmptyEntries))];
        var array = Array.CreateInstance(elementType, parts.Count);
        for (var i = 0; i < parts.Count; i++)
            array.SetValue(ConvertOne(parts[i], elementType, text.Origin), i);
        return array;
    }

    static object ConvertOne(string value, Type type, string origin)
    {
        type = ElementType(type);
        if (type == typeof(string))
            return value;

        if (Choices(type) is { } choices)
            return Choose(value, [.. choices], origin);

        try
        {
            return type == typeof(AbsolutePath) ? EnvironmentInfo.WorkingDirectory / value
                : typeof(IConvertible).IsAssignableFrom(type) ? System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture)
                : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value)!;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException or NotSupportedException)
        {
            throw new BuildError($"{origin}: '{value}' is not {Kind(type)}.");
        }
    }

    static object Choose(string value, (string Text, object Object)[] choices, string origin)
    {
        foreach (var choice in choices)
        {
            if (choice.Text.Equals(value, StringComparison.OrdinalIgnoreCase))
                return choice.Object;
        }

        var texts = choices.Select(x => x.Text).ToArray();
        throw new BuildError($"{origin}: '{value}' is none of {string.Join(", ", texts)}.{Spelling.DidYouMean(value, texts)}");
    }

    static string Kind(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "true or false",
        TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "a number",
        >= TypeCode.SByte and <= TypeCode.UInt64 => "a whole number",
        _ => $"a {type.Name}",
    };
}
