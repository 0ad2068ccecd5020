using System.Diagnostics;
using Lifecycle;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Targets.Testing;

/// <summary>Builds the tests for the engine that runs now, runs them, and counts.</summary>
internal sealed class TestRun(AbsolutePath root)
{
    private AbsolutePath Report => root / "output" / "tests.json";

    /// <param name="filter">What to run, in the words of the runner; nothing for everything.</param>
    /// <param name="variables">What the tests find in their environment besides.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">A test failed, or none ran.</exception>
    public async Task<Configure<Dictionary<string, string>>> RunAsync(IReadOnlyList<string> filter, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(root / "output");
        Report.DeleteFile();
        await CompileAsync(cancellationToken);
        string[] colours = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ["-noColor"] : [];
        var exitCode = await StartAsync([Assembly, "-noLogo", "-ctrf", Report, .. colours, .. filter], variables, cancellationToken);
        var tally = Report.FileExists()
            ? Tally.Read(Report.ReadAllText())
            : throw new LifecycleException($"The test run ended with status {exitCode} and no report", "See its output above");
        tally.Print(Console.Out);
        return exitCode == 0 && tally.Failed == 0 && tally.Passed > 0
            ? notes =>
            {
                notes["Tests"] = tally.ToString();
                return notes;
            }
            : throw new LifecycleException(tally.ToString(), "See the failures above; --test-class runs one class alone");
    }

    private AbsolutePath Assembly => root / ".nuke" / "temp" / "artifacts" / "bin" / "Lifecycle.Tests" / "release" / "Lifecycle.Tests.dll";

    private async Task CompileAsync(CancellationToken cancellationToken)
    {
        await using var turn = await WaitForTurnAsync(cancellationToken);
        string[] arguments = ["build", root / "build" / "tests", "--configuration", "Release", "--verbosity", "quiet", "--nologo"];
        if (await StartAsync(arguments, new Dictionary<string, string>(), cancellationToken) is not 0 and var exitCode)
        {
            throw new LifecycleException($"The tests do not compile (dotnet build ended with status {exitCode})", "See the errors above");
        }
    }

    // The lock under which build.sh compiles: both write to the same folder.
    private async Task<FileStream> WaitForTurnAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(root / ".nuke" / "temp" / "build.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    private static async Task<int> StartAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)
            ?? throw new LifecycleException("dotnet did not start", "Run this through build.sh");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
