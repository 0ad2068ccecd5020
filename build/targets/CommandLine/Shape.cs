using System.Collections;
using System.ComponentModel;
using System.Reflection;

namespace Targets.CommandLine;

/// <summary>What a parameter takes.</summary>
/// <param name="Name">As declared: <c>BackupBucket</c>.</param>
/// <param name="Type">Of its value, without the question mark.</param>
/// <param name="Minimum">The smallest number, where there is one.</param>
/// <param name="Choice">The choice that it is one answer to, if any.</param>
/// <param name="Format">How its text is read, where it is more than a text.</param>
/// <param name="IsOnlyTyped">No file gives it.</param>
/// <param name="MayBeEmpty">Empty says something of its own.</param>
internal sealed record Shape(string Name, Type Type, int? Minimum = null, string? Choice = null, FormatAttribute? Format = null, bool IsOnlyTyped = false, bool MayBeEmpty = false)
{
    // The engines read these before any file, or find in a file what nobody has asked for.
    private static readonly string[] OfTheEngines = ["Root", "Profile", "Target", "Plan", "Help"];

    public static Shape Of(string name, MemberInfo member)
    {
        var type = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        return new Shape(
            name,
            Nullable.GetUnderlyingType(type) ?? type,
            member.GetCustomAttribute<AtLeastAttribute>()?.Minimum,
            member.GetCustomAttribute<OnlyOneOfAttribute>()?.Choice,
            member.GetCustomAttribute<FormatAttribute>(),
            member.IsDefined(typeof(OnlyTypedAttribute)) || OfTheEngines.Contains(name),
            member.IsDefined(typeof(MayBeEmptyAttribute)));
    }

    /// <summary>As it is typed: <c>--backup-bucket</c>.</summary>
    public string Option => $"--{Vocabulary.Typed(Name)}";

    public bool TakesMany => Type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(Type);

    /// <summary>A bare <c>--skip</c> leaves out all that a target depends on.</summary>
    public bool NeedsValue => Type != typeof(bool) && Name != "Skip";

    public string Description =>
        IsNumber ? $"a whole number{(Minimum is { } minimum ? $" of {minimum} or more" : "")}"
        : Type == typeof(string) ? "a text"
        : TakesMany ? "one name or more"
        : PossibleValues is { Count: > 0 } values ? $"one of {string.Join(", ", values)}"
        : $"a {Type.Name}";

    /// <returns>What is wrong with a value, or null.</returns>
    public string? FindMistake(string value)
    {
        // As an unset variable leaves it: what it stands for would be taken for not given.
        if (!MayBeEmpty && string.IsNullOrWhiteSpace(value))
        {
            return $"{Option} is empty. It takes {Description}.";
        }

        if (Format?.FindMistake(value) is { } mistake)
        {
            return $"{Option}: {mistake}";
        }

        try
        {
            var converted = Type != typeof(string) && TypeDescriptor.GetConverter(Type) is { } converter && converter.CanConvertFrom(typeof(string))
                ? converter.ConvertFromInvariantString(value)
                : value;
            return converted is int number && number < Minimum ? Refuse(value) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException or InvalidOperationException || exception.InnerException is FormatException or OverflowException)
        {
            return Refuse(value);
        }
    }

    private bool IsNumber => Type == typeof(int) || Type == typeof(long);

    private List<string> PossibleValues => Type.IsEnum
        ? [.. Enum.GetNames(Type)]
        : Type == typeof(bool) ? ["true", "false"]
        : Type.IsPrimitive ? []
        : [.. Type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(member => member.FieldType == Type).Select(member => $"{member.GetValue(null)}")];

    private string Refuse(string value) => PossibleValues is { Count: > 0 } possible
        ? $"'{value}' is no value for {Option}. Did you mean {Spelling.Nearest(value, possible)}? It takes {string.Join(", ", possible)}."
        : $"'{value}' is no value for {Option}, which takes {Description}.";
}
