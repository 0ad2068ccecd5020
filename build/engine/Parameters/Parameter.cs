using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.Targets;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>What help and schema tell about a parameter.</summary>
internal sealed class Parameter(PropertyInfo property, ParameterAttribute attribute)
{
    private readonly Type _type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    public string Name { get; } = attribute.Name ?? property.ShortName();

    public string Option => Names.Option(Name);

    public string Description { get; } = attribute.Description?.TrimEnd('.') ?? "";

    public bool IsOfEveryBuild { get; } = property.DeclaringType == typeof(NukeBuild);

    public bool TakesTargets => _type == typeof(IReadOnlyCollection<ExecutableTarget>);

    public bool TakesMany => TakesTargets || _type.IsArray;

    /// <summary>Nothing where any value will do.</summary>
    public IReadOnlyList<string> Choices =>
        _type.IsEnum ? Enum.GetNames(_type)
        : typeof(Enumeration).IsAssignableFrom(_type) ? [.. Enumeration.ValuesOf(_type).Select(value => $"{value}")]
        : [];

    public string JsonType => _type == typeof(bool) ? "boolean" : _type == typeof(int) ? "integer" : "string";

    public static IEnumerable<Parameter> Of(Type build) => BuildMembers.Of(build)
        .Select(property => (Property: property, Attribute: property.GetCustomAttribute<ParameterAttribute>()))
        .Where(member => member.Attribute is not null)
        .Select(member => new Parameter(member.Property, member.Attribute!));
}
