using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>A closed set of named values, each a public static field of the deriving type.</summary>
public abstract class Enumeration
{
    protected string Value { get; set; } = "";

    public static implicit operator string(Enumeration value) => value.Value;

    public static bool operator ==(Enumeration? a, Enumeration? b) => Equals(a, b);

    public static bool operator !=(Enumeration? a, Enumeration? b) => !Equals(a, b);

    public override bool Equals(object? obj) => obj is Enumeration other && GetType() == other.GetType() && Value == other.Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Value;

    internal static IReadOnlyList<Enumeration> ValuesOf(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Enumeration>()];
}
