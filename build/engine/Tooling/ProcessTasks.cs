using System.Diagnostics;
using Nuke.Common.Execution;

namespace Nuke.Common.Tooling;

/// <summary>Starts programs, and prints what they print.</summary>
public static class ProcessTasks
{
    public static bool DefaultLogOutput = true;
    public static bool DefaultLogInvocation = true;
    public static string? DefaultWorkingDirectory;

    public static IProcess StartProcess(
        string toolPath,
        ArgumentStringHandler arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string>? logger = null) =>
        StartProcess(toolPath, arguments.ToStringAndClear(), workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger);

    public static IProcess StartProcess(
        string toolPath,
        string? arguments = null,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string>? logger = null,
        Func<string, string>? outputFilter = null)
    {
        var filter = outputFilter ?? (x => x);
        if (logInvocation ?? DefaultLogInvocation)
            BuildSession.Current.Out.WriteLine(BuildSession.Current.Style.Grey($"> {filter($"{toolPath} {arguments}".TrimEnd())}"));

        var start = new ProcessStartInfo(toolPath, arguments ?? string.Empty)
        {
            WorkingDirectory = workingDirectory ?? DefaultWorkingDirectory ?? EnvironmentInfo.WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (environmentVariables is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in environmentVariables)
                start.Environment[name] = value;
        }

        var log = logOutput ?? DefaultLogOutput ? logger ?? DefaultLogger : (_, _) => { };
        return new StartedProcess(start, timeout, (type, text) => log(type, filter(text)));
    }

    public static IProcess StartShell(
        string command,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string>? logger = null,
        Func<string, string>? outputFilter = null)
    {
        var (shell, option) = EnvironmentInfo.IsWin ? ("cmd", "/c") : ("/bin/sh", "-c");
        var quoted = command.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return StartProcess(
            shell, $"{option} \"{quoted}\"", workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, outputFilter);
    }

    public static void DefaultLogger(OutputType type, string output) =>
        (type == OutputType.Std ? BuildSession.Current.Out : BuildSession.Current.Error).WriteLine(output);
}
