using System.Linq.Expressions;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Parameters;

namespace Lifecycle.Tests.Engine;

/// <summary>A repository of its own for builds that run inside the test.</summary>
internal sealed class Sandbox : IDisposable
{
    private static readonly AsyncLocal<List<string>?> Current = new();

    public Sandbox()
    {
        Root = Directory.CreateTempSubdirectory("engine-").FullName;
        _ = Directory.CreateDirectory(Root / ".nuke");
    }

    public AbsolutePath Root { get; }

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Called by targets, to tell that they ran.</summary>
    public static void Trace(string text) => Current.Value?.Add(text);

    public Sandbox With(string file, string content)
    {
        File.WriteAllText(Root / file, content);
        return this;
    }

    public Ran Run<T>(string arguments = "", params Expression<Func<T, Target>>[] defaults)
        where T : NukeBuild, new()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var trace = new List<string>();
        Current.Value = trace;
        var exitCode = new BuildRun<T>(Session(arguments, output, error), defaults).Run();
        return new Ran(exitCode, output.ToString(), error.ToString().Trim(), string.Join(' ', trace));
    }

    public BuildSession Session(string arguments, TextWriter output, TextWriter error) => new()
    {
        CommandLine = new CommandLine([.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. arguments.Contains("--root", StringComparison.Ordinal) ? Array.Empty<string>() : ["--root", Root]]),
        Variables = Variables,
        WorkingDirectory = Root,
        Out = output,
        Error = error,
    };

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <param name="ExitCode">Its exit status.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it complained of.</param>
/// <param name="Trace">What the targets told, in order.</param>
internal sealed record Ran(int ExitCode, string Output, string Error, string Trace);
