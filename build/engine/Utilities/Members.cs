using System.Reflection;

namespace Nuke.Common.Utilities;

/// <summary>Properties and fields alike.</summary>
static class Members
{
    const BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    public static Type MemberType(this MemberInfo member) =>
        member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    public static object? ReadFrom(this MemberInfo member, object? instance) =>
        member is PropertyInfo property
            ? property.GetValue(instance, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null)
            : ((FieldInfo)member).GetValue(instance);

    public static MemberInfo RequiredMember(this Type type, string name) =>
        (MemberInfo?)type.GetProperty(name, Any) ?? type.GetField(name, Any)
            ?? throw new BuildError($"{type.Name} has no property or field '{name}'.");

    /// <summary>Also writes what has no setter, but a field behind it.</summary>
    public static void WriteTo(this MemberInfo member, object? instance, object? value)
    {
        if (member is FieldInfo field)
            field.SetValue(instance, value);
        else if (member is PropertyInfo { CanWrite: true } property)
            property.SetValue(instance, value);
        else
            member.DeclaringType!.RequiredMember($"<{member.Name}>k__BackingField").WriteTo(instance, value);
    }
}
