using System.Runtime.CompilerServices;
using System.Text;
using Nuke.Common.IO;

namespace Nuke.Common.Tooling;

/// <summary>Arguments written as an interpolated string: a value with a blank in it is quoted.</summary>
[InterpolatedStringHandler]
public readonly struct ArgumentStringHandler
{
    readonly StringBuilder arguments;

    public ArgumentStringHandler(int literalLength, int formattedCount, out bool handlerIsValid)
    {
        arguments = new StringBuilder(literalLength + (formattedCount * 16));
        handlerIsValid = true;
    }

    public static implicit operator ArgumentStringHandler(string value)
    {
        var handler = new ArgumentStringHandler(value.Length, 0, out _);
        handler.AppendLiteral(value);
        return handler;
    }

    public void AppendLiteral(string value) => arguments.Append(value);

    public void AppendFormatted(object? obj, int alignment = 0, string? format = null)
    {
        var text = obj is IFormattable formattable ? formattable.ToString(format, formatProvider: null) : obj?.ToString() ?? string.Empty;
        var isQuoted = text is ['"', .., '"'];
        arguments.Append((text.Contains(' ', StringComparison.Ordinal) && !isQuoted ? $"\"{text}\"" : text).PadLeft(alignment));
    }

    public void AppendFormatted(IEnumerable<IAbsolutePathHolder> paths, int alignment = 0, string? format = null) =>
        arguments.AppendJoin(' ', paths.Select(x => x.Path.ToString(format)));

    public string ToStringAndClear()
    {
        var text = arguments.ToString();
        arguments.Clear();
        return text;
    }
}
