using Lifecycle.Failures;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Targets.CommandLine;

namespace Targets.Testing;

/// <summary>Builds the tests for the engine that runs now, runs them, and counts.</summary>
internal sealed class TestRun(AbsolutePath root)
{
    /// <summary>Tests start what runs now, in the way it was started.</summary>
    private static Dictionary<string, string> ThisProgram => new()
    {
        ["TEST_PROGRAM"] = typeof(TestRun).Assembly.Location,
        ["TEST_PROGRAM_SETTINGS"] = string.Join(' ', OwnSettings.Found),
    };

    /// <summary>What to run, in the words of the runner.</summary>
    /// <param name="testClass">Whole, where one is named.</param>
    /// <param name="all">The long campaigns too.</param>
    public static IReadOnlyList<string> Choose(string? testClass, bool all) =>
        testClass is not null ? ["-class", testClass] : all ? [] : ["-trait-", "Length=Campaign"];

    private AbsolutePath Report => root / "output" / "tests.json";

    /// <param name="filter">What to run, in the words of the runner; nothing for everything.</param>
    /// <param name="variables">What the tests find in their environment besides.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">A test failed, or none ran.</exception>
    public async Task<Configure<Dictionary<string, string>>> RunAsync(IReadOnlyList<string> filter, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(root / "output");
        Report.DeleteFile();
        var tests = new SideProgram(root, "tests", "Lifecycle.Tests");
        await tests.CompileAsync(cancellationToken);
        string[] colours = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ["-noColor"] : [];
        var exitCode = await tests.RunAsync(["-noLogo", "-ctrf", Report, .. colours, .. filter], variables.Concat(ThisProgram).ToDictionary(), cancellationToken);
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
}
