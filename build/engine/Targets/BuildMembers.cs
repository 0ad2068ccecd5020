using System.Reflection;
using Nuke.Common.Utilities;

namespace Nuke.Common.Targets;

/// <summary>The properties of a build: its own first, then those of its components in the order of their declaration.</summary>
internal static class BuildMembers
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<PropertyInfo> Of(Type build) => Hierarchy(build).SelectMany(type => type.GetProperties(Declared))
        .Concat(build.GetInterfaces().Where(component => component != typeof(INukeBuild)).SelectMany(component => component.GetProperties()))
        .DistinctBy(property => property.ShortName());

    private static IEnumerable<Type> Hierarchy(Type? type) => type is null || type == typeof(object) ? [] : Hierarchy(type.BaseType).Prepend(type);
}
