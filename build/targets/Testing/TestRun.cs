using System.Diagnostics;
using Lifecycle;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Targets.Testing;

/// <summary>Builds the tests for the engine that runs now, runs them, and counts.</summary>
internal sealed class TestRun(AbsolutePath root)
{
    private AbsolutePath Report => root / "output" / "tests.json";

    /// <exception cref="LifecycleException">A test failed, or none ran.</exception>
    public async Task<Configure<Dictionary<string, string>>> RunAsync(string? testClass, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(root / "output");
        Report.DeleteFile();
        await RunAsync(["build", root / "build" / "tests", "--configuration", "Release", "--verbosity", "quiet", "--nologo"], cancellationToken);
        string[] filter = testClass is null ? [] : ["-class", testClass];
        string[] colours = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ["-noColor"] : [];
        var exitCode = await StartAsync([Assembly, "-noLogo", "-ctrf", Report, .. colours, .. filter], cancellationToken);
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

    private static async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (await StartAsync(arguments, cancellationToken) is not 0 and var exitCode)
        {
            throw new LifecycleException($"dotnet {arguments[0]} ended with status {exitCode}", "See its output above");
        }
    }

    private static async Task<int> StartAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments))
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
