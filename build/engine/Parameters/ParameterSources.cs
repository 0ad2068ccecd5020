using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Where parameters come from, the first to have one wins: command line, environment, profiles, parameters.json.</summary>
sealed class ParameterSources(BuildSession session)
{
    readonly Lazy<IReadOnlyList<ParameterFile>> files = new(() => ParameterFile.Load(session));

    public IReadOnlyList<ParameterFile> Files => files.Value;

    public ParameterText? Find(Parameter parameter) =>
        FromCommandLine(parameter) ?? FromEnvironment(parameter) ?? FromFiles(parameter);

    ParameterText? FromCommandLine(Parameter parameter) =>
        session.CommandLine.Values(parameter.Name) is { } values ? new(values, parameter.Argument) : null;

    /// <summary>Names as common as HOST or ROOT count for the built-in parameters only with NUKE_ before them.</summary>
    ParameterText? FromEnvironment(Parameter parameter)
    {
        var own = session.FindVariable($"NUKE_{parameter.Name}");
        var variable = own ?? (parameter.IsBuiltIn ? null : session.FindVariable(parameter.Name));
        return variable is var (name, value)
            ? new(Split(parameter, value), $"Environment variable {name}")
            : null;
    }

    ParameterText? FromFiles(Parameter parameter)
    {
        foreach (var file in Files)
        {
            if (file.Find(parameter) is not { } text)
                continue;

            return parameter.IsSecret
                ? throw new BuildError($"{text.Origin}: a secret is not read from a file. Set NUKE_{parameter.Name} instead.")
                : text;
        }

        return null;
    }

    static string[] Split(Parameter parameter, string value) =>
        parameter.Type.IsArray && parameter.Separator is null
            ? value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : [value];
}
