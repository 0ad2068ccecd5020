using System.ComponentModel;
using Nuke.Common.Tooling;

namespace Targets.Components;

/// <summary>For people or for scripts.</summary>
[TypeConverter(typeof(TypeConverter<ListFormat>))]
internal sealed class ListFormat : Enumeration
{
    public static readonly ListFormat Table = new() { Value = "table" };
    public static readonly ListFormat Json = new() { Value = "json" };
}
