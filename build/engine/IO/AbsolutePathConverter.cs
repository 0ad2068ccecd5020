using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.IO;

/// <summary>What is typed is relative to the working directory.</summary>
internal sealed class AbsolutePathConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        (AbsolutePath)Environment.CurrentDirectory / $"{value}";
}
