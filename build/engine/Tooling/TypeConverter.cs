using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.Tooling;

/// <summary>Reads an <see cref="Enumeration"/> from the text of one of its values.</summary>
public class TypeConverter<T> : TypeConverter
    where T : Enumeration, new()
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text
            ? Enumeration.ValuesOf(typeof(T)).FirstOrDefault(x => x.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
                ?? throw new FormatException($"'{text}' is not a value of {typeof(T).Name}.")
            : base.ConvertFrom(context, culture, value);
}
