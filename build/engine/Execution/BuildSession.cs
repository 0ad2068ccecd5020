using System.Collections;
using Nuke.Common.IO;
using Nuke.Common.Output;
using Nuke.Common.Parameters;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>What one build sees of the world around it. Several may run in one process.</summary>
internal sealed class BuildSession
{
    private static readonly AsyncLocal<BuildSession?> Active = new();

    /// <summary>That which the static members of the API speak of.</summary>
    public static BuildSession Current => Active.Value ?? throw new InvalidOperationException("No build is running.");

    public required CommandLine CommandLine { get; init; }

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public required AbsolutePath WorkingDirectory { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Somebody may be watching.</summary>
    public bool IsTerminal { get; init; }

    public ParameterValues Parameters => field ??= new ParameterValues(this);

    public AbsolutePath RootDirectory => field ??= FindRoot();

    public AbsolutePath TemporaryDirectory => RootDirectory / ".nuke" / "temp";

    public Verbosity Verbosity => Parameters.Read<Verbosity?>("Verbosity", ofEveryBuild: true) ?? Verbosity.Normal;

    public Host Host => field ??= Parameters.Read<Host>("Host", ofEveryBuild: true) ?? Host.Find(Variables);

    public Style Style => new(IsTerminal && !Variables.ContainsKey("NO_COLOR") && Variables.GetValueOrDefault("TERM") != "dumb");

    public static BuildSession FromProcess() => new()
    {
        CommandLine = new CommandLine(Environment.GetCommandLineArgs()[1..]),
        Variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? ""),
        WorkingDirectory = Environment.CurrentDirectory,
        Out = Console.Out,
        Error = Console.Error,
        IsTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected,
    };

    public IDisposable Enter()
    {
        var outer = Active.Value;
        Active.Value = this;
        return new AtTheEnd(() => Active.Value = outer);
    }

    private AbsolutePath FindRoot()
    {
        if (Parameters.FindOutsideFiles("Root", ofEveryBuild: true) is { } given)
        {
            return WorkingDirectory / ValueConverter.Convert<string>(given)!;
        }

        AbsolutePath?[] starts = [AppContext.BaseDirectory, WorkingDirectory];
        return starts.Select(start => start.FindParentOrSelf(folder => (folder / ".nuke").DirectoryExists())).FirstOrDefault(root => root is not null)
            ?? throw new BuildError($"There is no '.nuke' directory above '{WorkingDirectory}'. Create one, or give '--root'.");
    }
}
