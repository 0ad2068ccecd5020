using System.ComponentModel;
using Nuke.Common.Tooling;

namespace Targets.Components;

/// <summary>Where a Redis can live.</summary>
[TypeConverter(typeof(TypeConverter<EnvironmentName>))]
internal sealed class EnvironmentName : Enumeration
{
    public static readonly EnvironmentName Embedded = new() { Value = "embedded" };
    public static readonly EnvironmentName Dev = new() { Value = "dev" };
    public static readonly EnvironmentName Prod = new() { Value = "prod" };
}
