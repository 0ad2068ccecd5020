using System.ComponentModel;
using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>Makes a value of a parameter's text, or says why it is none.</summary>
internal static class ValueConverter
{
    public static T? Convert<T>(ParameterText text, char? separator = null)
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        string[] values = separator is { } between ? [.. text.Values.SelectMany(value => value.Split(between))] : [.. text.Values];
        return values switch
        {
            [] when type == typeof(bool) => (T)(object)true,
            [] => throw new BuildError($"{text.Origin} needs a value."),
            [var value] => (T)Convert(value, type, text.Origin),
            _ => throw new BuildError($"{text.Origin} takes one value, not {values.Length}: {string.Join(' ', values)}."),
        };
    }

    private static object Convert(string value, Type type, string origin)
    {
        if (type == typeof(string))
        {
            return value;
        }

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value)!;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException)
        {
            throw new BuildError($"{origin}: '{value}' is no {type.Name}.");
        }
    }
}
