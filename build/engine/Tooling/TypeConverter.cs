using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.Tooling;

/// <summary>Reads an <see cref="Enumeration" /> from the text of one of its values.</summary>
public class TypeConverter<T> : TypeConverter
    where T : Enumeration, new()
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        Enumeration.ValuesOf(typeof(T)).FirstOrDefault(each => each.ToString().Equals($"{value}", StringComparison.OrdinalIgnoreCase))
        ?? throw new FormatException($"'{value}' is none of {string.Join(", ", Enumeration.ValuesOf(typeof(T)))}.");
}
