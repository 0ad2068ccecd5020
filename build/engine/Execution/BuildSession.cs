using System.Collections;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>What one build sees of the world around it. Several may run in one process.</summary>
sealed class BuildSession
{
    public const string GenerateConfiguration = "--generate-configuration";

    static readonly AsyncLocal<BuildSession?> Active = new();
    static readonly Lazy<BuildSession> OfProcess = new(FromProcess);

    readonly Lazy<AbsolutePath> rootDirectory;
    Host? host;
    Verbosity? verbosity;

    public BuildSession() => rootDirectory = new(() => Execution.RootDirectory.Find(this));

    public static BuildSession Current => Active.Value ?? OfProcess.Value;

    public required CommandLine CommandLine { get; init; }

    public required Dictionary<string, string> Variables { get; init; }

    public required AbsolutePath WorkingDirectory { get; set; }

    public AbsolutePath ProgramDirectory { get; init; } = AppContext.BaseDirectory;

    public required TextWriter Out { get; set; }

    public required TextWriter Error { get; set; }

    /// <summary>Someone may be watching.</summary>
    public bool IsTerminal { get; init; }

    public Secrets Secrets { get; init; } = new();

    public AbsolutePath RootDirectory => rootDirectory.Value;

    public AbsolutePath TemporaryDirectory => RootDirectory / ".nuke" / "temp";

    public IEnumerable<string> Profiles => BuiltIn("Profile", [])?.Values ?? [];

    /// <summary>How many columns help may take.</summary>
    public int Width => IsTerminal ? Math.Max(60, Console.WindowWidth) : 100;

    public Style Style => field ??= new Style(IsTerminal && !Variables.ContainsKey("NO_COLOR") && Variables.GetValueOrDefault("TERM") != "dumb");

    public Verbosity Verbosity
    {
        get => verbosity ??= BuiltIn("Verbosity") is { } text
            ? (Verbosity)ValueConverter.Convert(text, typeof(Verbosity))!
            : Verbosity.Normal;
        set => verbosity = value;
    }

    public Host Host
    {
        get => host ??= Host.Create(BuiltIn("Host"), IsGitHub);
        set => host = value;
    }

    /// <summary>Also there when what was asked for cannot be had.</summary>
    public Host ReportingHost => host ?? Host.Create(chosen: null, IsGitHub);

    public bool IsVerbose => verbosity == Verbosity.Verbose;

    bool IsGitHub => Variables.ContainsKey("GITHUB_ACTIONS");

    /// <summary>What is seen when the run begins: a program may have changed its own variables before.</summary>
    public static BuildSession ForRun() => Active.Value ?? FromProcess();

    /// <summary>Reads early what every message depends on.</summary>
    public void ReadOutputSettings() => _ = (Host, Verbosity);

    /// <summary>Makes this the session that the static members of the API speak of.</summary>
    public IDisposable Enter()
    {
        var outer = Active.Value;
        Active.Value = this;
        return new Block(() => Active.Value = outer);
    }

    /// <summary>A parameter of every build, which may be needed before the build exists.</summary>
    public ParameterText? BuiltIn(string name, IReadOnlyList<string>? whenBare = null)
    {
        if (CommandLine.Values(name) is { } values)
            return new(values.Count == 0 && whenBare is not null ? whenBare : values, $"--{Names.Dashed(name)}");

        return FindVariable($"NUKE_{name}") is var (variable, value)
            ? new(value.Split(' ', StringSplitOptions.RemoveEmptyEntries), $"Environment variable {variable}")
            : null;
    }

    public (string Name, string Value)? FindVariable(string name)
    {
        if (Variables.TryGetValue(name, out var exact))
            return (name, exact);

        var normalized = Names.Normalized(name);
        foreach (var (variable, value) in Variables)
        {
            if (variable.Length >= normalized.Length && Names.Normalized(variable) == normalized)
                return (variable, value);
        }

        return null;
    }

    static BuildSession FromProcess() => new()
    {
        CommandLine = new CommandLine(Environment.GetCommandLineArgs()[1..]),
        Variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(x => (string)x.Key, x => (string?)x.Value ?? string.Empty),
        WorkingDirectory = Environment.CurrentDirectory,
        Out = Console.Out,
        Error = Console.Error,
        IsTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected,
    };
}
