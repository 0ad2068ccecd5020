using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Lifecycle.Tests.Architecture;

/// <summary>Members that nothing in a set of assemblies names but they themselves.</summary>
internal static class Callers
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<MemberInfo> Missing(params Assembly[] assemblies)
    {
        var named = assemblies.SelectMany(References.Of).Where(IsUse).Select(reference => Key(reference.To)).ToHashSet();
        return
            from type in assemblies.SelectMany(assembly => assembly.GetTypes())
            where !Outer(type).Any(IsMade) && !typeof(JsonSerializerContext).IsAssignableFrom(type)
            from member in type.GetMembers(Declared)
            where member switch
            {
                PropertyInfo { Name: not "EqualityContract" } property => !IsGiven(property.GetMethod) && !IsGiven(property.SetMethod) && !Names(property.GetMethod) && (property.GetMethod is not null || !Names(property.SetMethod)),
                MethodInfo method => !method.IsSpecialName && !IsMade(method) && !IsGiven(method) && !Names(method),
                FieldInfo { IsLiteral: false, IsSpecialName: false } field => field.Name[0] != '<' && !Names(field),
                _ => false,
            }
            select member;

        bool Names(MemberInfo? member) => member is not null && named.Contains(Key(member));
    }

    // A record's own methods name every property, and what calls only itself has no caller.
    private static bool IsUse(Reference reference) => Key(reference.From) != Key(reference.To)
        && !(reference.From is MethodBase { Name: "PrintMembers" or "Equals" or "GetHashCode" or "ToString" or "Deconstruct" or ".ctor" or "<Clone>$" } method && IsMade(method));

    private static IEnumerable<Type> Outer(Type type) => type.DeclaringType is { } outer ? Outer(outer).Prepend(type) : [type];

    private static (Module, int) Key(MemberInfo member) => (member.Module, member.MetadataToken);

    private static bool IsMade(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || member.IsDefined(typeof(GeneratedCodeAttribute), inherit: false);

    // By a base type or an interface: whoever calls that calls it.
    private static bool IsGiven(MethodInfo? method) => method is { DeclaringType.IsInterface: false, IsVirtual: true }
        && (method.GetBaseDefinition() != method || method.DeclaringType.GetInterfaces().Any(face => method.DeclaringType.GetInterfaceMap(face).TargetMethods.Contains(method)));
}
