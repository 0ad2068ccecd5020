using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>The properties and fields of a build: its own first, then those of components that it does not implement itself.</summary>
static class BuildMembers
{
    const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<MemberInfo> Of(Type buildType)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var type = buildType; type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var member in DeclaredBy(type))
            {
                if (names.Add(ShortName(member)))
                    yield return member;
            }
        }

        foreach (var component in buildType.GetInterfaces())
        {
            if (component == typeof(INukeBuild))
                continue;

            foreach (var property in component.GetProperties())
            {
                if (names.Add(property.Name))
                    yield return property;
            }
        }
    }

    /// <summary>An explicitly implemented member is named after its interface: only the last part is its own name.</summary>
    public static string ShortName(MemberInfo member) => member.Name[(member.Name.LastIndexOf('.') + 1)..];

    static IEnumerable<MemberInfo> DeclaredBy(Type type) =>
        type.GetProperties(Declared).Concat<MemberInfo>(type.GetFields(Declared).Where(x => !x.Name.StartsWith('<')));
}
