using Nuke.Common.Execution;
using Nuke.Common.Parameters;

namespace Nuke.Common;

/// <summary>The process around the build.</summary>
public static class EnvironmentInfo
{
    public static string? GetVariable(string name) => BuildSession.Current.Variables.GetValueOrDefault(name);

    /// <summary>What was typed, and only that.</summary>
    public static T? GetNamedArgument<T>(string parameterName, char? separator = null) =>
        BuildSession.Current.CommandLine.Find(parameterName) is { } text ? ValueConverter.Convert<T>(text, separator) : default;
}
