using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Nuke.Common.IO;

/// <summary>A rooted, normalized path.</summary>
[TypeConverter(typeof(AbsolutePathConverter))]
public class AbsolutePath : IAbsolutePathHolder, IFormattable
{
    public const string DoubleQuote = "d";
    public const string DoubleQuoteIfNeeded = "dn";
    public const string SingleQuote = "s";
    public const string SingleQuoteIfNeeded = "sn";
    public const string NoQuotes = "nq";

    static readonly StringComparison Comparison =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    readonly string path;

    AbsolutePath(string path) => this.path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    public string Name => Path.GetFileName(path);

    public string NameWithoutExtension => Path.GetFileNameWithoutExtension(path);

    public string Extension => Path.GetExtension(path);

    public AbsolutePath? Parent => Path.GetDirectoryName(path) is { } parent ? new AbsolutePath(parent) : null;

    AbsolutePath IAbsolutePathHolder.Path => this;

    public static AbsolutePath Create(string path)
    {
        Assert.True(Path.IsPathRooted(path), $"Path '{path}' must be rooted");
        return new AbsolutePath(path);
    }

    [return: NotNullIfNotNull(nameof(path))]
    public static implicit operator AbsolutePath?(string? path) => path is null ? null : Create(path);

    [return: NotNullIfNotNull(nameof(path))]
    public static implicit operator string?(AbsolutePath? path) => path?.ToString();

    public static AbsolutePath operator /(AbsolutePath left, string right) => new(Path.Combine(left.path, right));

    public static AbsolutePath operator /(AbsolutePath left, Range range)
    {
        Assert.True(range.Equals(Range.All), "Only '..' is meaningful after a path");
        return left.Parent.NotNull($"'{left}' has no parent");
    }

    public static AbsolutePath operator +(AbsolutePath left, string right) => new(left.path + right);

    public static bool operator ==(AbsolutePath? a, AbsolutePath? b) => Equals(a, b);

    public static bool operator !=(AbsolutePath? a, AbsolutePath? b) => !Equals(a, b);

    public override bool Equals(object? obj) => obj is AbsolutePath other && Equals(other);

    public override int GetHashCode() => path.GetHashCode(Comparison);

    public override string ToString() => path;

    public string ToString(string? format) => format switch
    {
        DoubleQuote => $"\"{path}\"",
        SingleQuote => $"'{path}'",
        DoubleQuoteIfNeeded or null => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path,
        SingleQuoteIfNeeded => path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path,
        NoQuotes => path,
        _ => throw new FormatException($"'{format}' is not a format of a path."),
    };

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString(format);

    protected bool Equals(AbsolutePath other) => path.Equals(other.path, Comparison);
}
