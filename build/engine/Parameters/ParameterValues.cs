using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>Where values come from, the first to have one wins: command line, environment, profiles, parameters.json.</summary>
internal sealed class ParameterValues
{
    private readonly BuildSession _session;
    private readonly Lazy<IReadOnlyList<ParameterFile>> _files;

    public ParameterValues(BuildSession session)
    {
        _session = session;
        _files = new(() => ParameterFile.Load(session.RootDirectory, Profiles));
    }

    public IReadOnlyList<string> Profiles => FindOutsideFiles("Profile", ofEveryBuild: true)?.Values ?? [];

    public T? Read<T>(string name, bool ofEveryBuild = false) => Find(name, ofEveryBuild) is { } text ? ValueConverter.Convert<T>(text) : default;

    /// <summary>Null where none are asked for; empty for the bare switch.</summary>
    public IReadOnlyList<string>? ReadTargets(string name) =>
        Find(name, ofEveryBuild: true) is { } text ? [.. text.Values.SelectMany(value => value.Split('+', StringSplitOptions.RemoveEmptyEntries))] : null;

    /// <summary>Names as common as HOST or ROOT count for the parameters of every build only with NUKE_ before them.</summary>
    public ParameterText? FindOutsideFiles(string name, bool ofEveryBuild) =>
        _session.CommandLine.Find(name) ?? FindVariable($"NUKE_{name}") ?? (ofEveryBuild ? null : FindVariable(name));

    private ParameterText? Find(string name, bool ofEveryBuild) =>
        FindOutsideFiles(name, ofEveryBuild) ?? _files.Value.Select(file => file.Find(name)).FirstOrDefault(text => text is not null);

    // Empty is unset.
    private ParameterText? FindVariable(string name)
    {
        var (variable, value) = _session.Variables.FirstOrDefault(variable => variable.Value.Length > 0 && Names.Same(variable.Key, name));
        return value is null ? null : new ParameterText($"Environment variable {variable}", [value]);
    }
}
