using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>A closed set of named values, each a public static field of the deriving type.</summary>
public abstract class Enumeration
{
    protected string Value { get; set; } = string.Empty;

    public static implicit operator string(Enumeration value) => value.Value;

    public static bool operator ==(Enumeration? a, Enumeration? b) => Equals(a, b);

    public static bool operator !=(Enumeration? a, Enumeration? b) => !Equals(a, b);

    public override bool Equals(object? obj) => obj is Enumeration other && Equals(other);

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Value;

    protected bool Equals(Enumeration other) => GetType() == other.GetType() && Value == other.Value;

    internal static IReadOnlyList<Enumeration> ValuesOf(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy)
            .Where(x => type.IsAssignableFrom(x.FieldType))
            .Select(x => (Enumeration)x.GetValue(null)!)];
}
