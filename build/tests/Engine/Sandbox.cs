using System.Linq.Expressions;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Lifecycle.Tests.Engine;

/// <summary>A repository of its own for builds that run inside the test.</summary>
sealed class Sandbox : IDisposable
{
    static readonly AsyncLocal<List<string>?> Current = new();

    public Sandbox()
    {
        Root = Directory.CreateTempSubdirectory("engine-").FullName;
        (Root / ".nuke").CreateDirectory();
    }

    public AbsolutePath Root { get; }

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Called by targets, to tell that they ran.</summary>
    public static void Trace(string text) => Current.Value?.Add(text);

    public Sandbox With(string file, string content)
    {
        (Root / file).WriteAllText(content);
        return this;
    }

    public async Task<Outcome> RunAsync<T>(string arguments = "", params Expression<Func<T, Target>>[] defaults)
        where T : NukeBuild, new()
    {
        var (output, error, trace) = (new StringWriter(), new StringWriter(), new List<string>());
        Current.Value = trace;
        var session = Session(arguments, output, error);
        session.Out = new MaskingWriter(output, session.Secrets);
        session.Error = new MaskingWriter(error, session.Secrets);
        var exitCode = await new BuildRun<T>(session, defaults).RunAsync();
        await session.Out.DisposeAsync();
        await session.Error.DisposeAsync();
        return new Outcome(exitCode, output.ToString(), error.ToString().Trim(), string.Join(' ', trace));
    }

    public BuildSession Session(string arguments, TextWriter output, TextWriter error) => new()
    {
        CommandLine = new CommandLine(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        Variables = Variables,
        WorkingDirectory = Root,
        ProgramDirectory = Root,
        Out = output,
        Error = error,
    };

    public void Dispose() => Root.DeleteDirectory();
}

/// <param name="Trace">What the targets told, in order.</param>
sealed record Outcome(int ExitCode, string Output, string Error, string Trace);
