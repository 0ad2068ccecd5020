using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Arguments as they were typed: targets first, then names with their values.</summary>
sealed class CommandLine
{
    readonly List<string> positional = [];
    readonly List<(string Typed, List<string> Values)> named = [];

    public CommandLine(IReadOnlyCollection<string> arguments)
    {
        Arguments = arguments;
        var values = positional;
        foreach (var argument in arguments)
        {
            if (IsName(argument))
                named.Add((argument, values = []));
            else
                values.Add(argument);
        }
    }

    public IReadOnlyCollection<string> Arguments { get; }

    public IReadOnlyList<string> Positional => positional;

    public IEnumerable<string> TypedNames => named.Select(x => x.Typed);

    public bool Has(string name) => named.Exists(x => Names.Same(x.Typed, name));

    /// <summary>The values after a name, none for a bare switch, and null where the name is not there.</summary>
    public IReadOnlyList<string>? Values(string name)
    {
        var occurrences = named.FindAll(x => Names.Same(x.Typed, name));
        return occurrences.Count == 0 ? null : [.. occurrences.SelectMany(x => x.Values)];
    }

    /// <summary>A dash before a digit is a negative number.</summary>
    static bool IsName(string argument) =>
        argument.Length > 1 && argument[0] == '-' && !char.IsAsciiDigit(argument[1]);
}
