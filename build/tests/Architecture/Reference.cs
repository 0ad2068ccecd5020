using System.Reflection;

namespace Lifecycle.Tests.Architecture;

/// <summary>What one member of the compiled code names, in its signature or in its body; a type is a member here as well.</summary>
internal sealed record Reference(MemberInfo From, MemberInfo To)
{
    public Type Source => Outermost(From);

    public Type Target => Outermost(To);

    public override string ToString() => $"{Source.FullName}.{(From as Type)?.Name ?? From.Name} names {Name(Target, To)}";

    // Nested types, and those that the compiler makes of lambdas and iterators, count for the type that declares them.
    private static Type Outermost(MemberInfo member)
    {
        var type = member as Type ?? member.DeclaringType!;
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private static string Name(Type target, MemberInfo member) => member is Type ? target.FullName! : $"{target.FullName}.{member.Name}";
}
