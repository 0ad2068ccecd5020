using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>Arguments as they were typed: targets first, then names with their values.</summary>
internal sealed class CommandLine
{
    private readonly List<string> _positional = [];
    private readonly Dictionary<string, List<string>> _named = [];

    public CommandLine(IEnumerable<string> arguments)
    {
        var values = _positional;
        foreach (var argument in arguments)
        {
            if (argument.StartsWith('-'))
            {
                _named[Names.Normalised(argument)] = values = [];
            }
            else
            {
                values.Add(argument);
            }
        }
    }

    public IReadOnlyList<string> Positional => _positional;

    /// <summary>The values after a name, none for a bare switch, and null where the name is not there.</summary>
    public ParameterText? Find(string name) =>
        _named.TryGetValue(Names.Normalised(name), out var values) ? new ParameterText(Names.Option(name), values) : null;
}
