using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.IO;

/// <summary>Relative text is relative to the working directory.</summary>
sealed class AbsolutePathConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? EnvironmentInfo.WorkingDirectory / text : base.ConvertFrom(context, culture, value);
}
