using System.Reflection;
using Nuke.Common;

namespace Targets.CommandLine;

/// <summary>The targets and parameters that a build knows, read from its members: the same on either engine.</summary>
internal sealed class Vocabulary
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public Vocabulary(Type build)
    {
        var members = Hierarchy(build).Concat(build.GetInterfaces()).SelectMany(type => type.GetMembers(Members)).ToList();
        Targets = [.. members.OfType<PropertyInfo>().Where(property => property.PropertyType == typeof(Target)).Select(property => Simple(property.Name)).Distinct()];
        Parameters = members
            .Where(member => member.GetCustomAttribute<ParameterAttribute>() is not null)
            .GroupBy(NameOf, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => TypeOf(group.First()), StringComparer.OrdinalIgnoreCase);

        // The engines read this one without declaring it.
        Parameters = new Dictionary<string, Type>(Parameters, StringComparer.OrdinalIgnoreCase) { ["GenerateConfiguration"] = typeof(string) };
    }

    public IReadOnlyList<string> Targets { get; }

    /// <summary>Names as declared (<c>BackupBucket</c>) with the type of their value.</summary>
    public IReadOnlyDictionary<string, Type> Parameters { get; }

    /// <summary>Case and dashes do not count: <c>backup-bucket</c> is <c>BackupBucket</c>.</summary>
    public static string Normalise(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    /// <summary>As it is typed: <c>backup-bucket</c>.</summary>
    public static string Typed(string name) =>
        string.Concat(name.Select((character, index) => char.IsUpper(character) ? (index == 0 ? "" : "-") + char.ToLowerInvariant(character) : character.ToString()));

    private static IEnumerable<Type> Hierarchy(Type type)
    {
        for (var current = type; current is not null && current != typeof(object); current = current.BaseType)
        {
            yield return current;
        }
    }

    // An explicitly implemented member carries its interface's name.
    private static string Simple(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static string NameOf(MemberInfo member) => member.GetCustomAttribute<ParameterAttribute>()!.Name ?? Simple(member.Name);

    private static Type TypeOf(MemberInfo member)
    {
        var type = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}
