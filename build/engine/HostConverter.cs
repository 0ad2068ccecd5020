using System.ComponentModel;
using System.Globalization;
using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>Hosts are typed by the names of their types.</summary>
internal sealed class HostConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => $"{value}".ToUpperInvariant() switch
    {
        "GITHUBACTIONS" => new CI.GitHubActions.GitHubActions(),
        "TERMINAL" => new Terminal(),
        _ => throw new FormatException($"'{value}' is no host. It is GitHubActions or Terminal."),
    };
}
