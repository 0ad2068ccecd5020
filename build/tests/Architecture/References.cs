using System.Reflection;

namespace Lifecycle.Tests.Architecture;

/// <summary>
/// Everything that the types of an assembly name: as a base, an interface, a constraint, an attribute, in a signature, as a
/// local variable, in a catch clause, in an instruction. Only what the compiler leaves of it: a constant is its value there.
/// </summary>
internal static class References
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<Reference> Of(Assembly assembly) => assembly.GetTypes().SelectMany(Of);

    private static IEnumerable<Reference> Of(Type type) =>
        OfDeclaration(type).SelectMany(Parts).Concat(Attributes(type)).Select(named => new Reference(type, named))
            .Concat(type.GetMembers(Declared).Where(member => member is not Type).SelectMany(member => Of(member).Concat(Attributes(member)).Select(named => new Reference(member, named))));

    private static IEnumerable<Type?> OfDeclaration(Type type) =>
        [type.BaseType, .. type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []), .. Constraints(type.GetGenericArguments())];

    private static IEnumerable<MemberInfo> Of(MemberInfo member) => member switch
    {
        FieldInfo field => Parts(field.FieldType),
        MethodBase method => Signature(method).Concat(Body(method)).SelectMany(Parts).Concat(Instructions.MembersIn(method).SelectMany(Named)),
        _ => [],
    };

    private static IEnumerable<Type?> Signature(MethodBase method) =>
        [(method as MethodInfo)?.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType), .. method.IsGenericMethod ? Constraints(method.GetGenericArguments()) : []];

    private static IEnumerable<Type?> Body(MethodBase method) => method.GetMethodBody() is { } body
        ? body.LocalVariables.Select(variable => (Type?)variable.LocalType).Concat(body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType))
        : [];

    private static IEnumerable<MemberInfo> Named(MemberInfo member) => member is Type type
        ? Parts(type)
        : [member, .. Parts(member.DeclaringType), .. member is MethodInfo { IsGenericMethod: true } method ? method.GetGenericArguments().SelectMany(Parts) : []];

    private static IEnumerable<Type?> Constraints(Type[] arguments) =>
        arguments.Where(argument => argument.IsGenericParameter).SelectMany(argument => argument.GetGenericParameterConstraints());

    private static IEnumerable<MemberInfo> Attributes(MemberInfo member) =>
        from attribute in member.GetCustomAttributesData()
        from named in attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(argument => argument.TypedValue)).Select(argument => argument.Value as Type).Prepend(attribute.AttributeType)
        from part in Parts(named)
        select part;

    // Of List<Key[]>: the list and the key.
    private static IEnumerable<Type> Parts(Type? type) => type switch
    {
        null or { IsGenericParameter: true } => [],
        { HasElementType: true } => Parts(type.GetElementType()),
        { IsConstructedGenericType: true } => type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition()),
        _ => [type],
    };
}
