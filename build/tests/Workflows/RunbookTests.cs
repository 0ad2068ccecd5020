using System.Text.RegularExpressions;
using Lifecycle.Reporting;

namespace Lifecycle.Tests.Workflows;

/// <summary>What a runbook tells people to type is typed here, from its top to its bottom.</summary>
public sealed partial class RunbookTests
{
    [Fact]
    public async Task Every_command_of_the_operations_runbook_succeeds_on_the_embedded_redis()
    {
        using var workspace = new Workspace(sampleKeys: 20);
        var runbook = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/runbooks/operations/redis.md"), TestContext.Current.CancellationToken);
        var commands = Command().Matches(runbook).Select(match => match.Value).ToList();
        Assert.True(commands.Count > 15, "the runbook has lost its commands");

        // No store of a test has a backup, or a log, of the day that the runbook takes for an example.
        var moment = DateTimeOffset.UtcNow.ToString("u").Replace(' ', 'T');
        foreach (var command in commands)
        {
            var (exitCode, output) = await workspace.RunAsync(Span().Replace(Moment().Replace(command, moment), "15s"));
            Assert.True(exitCode == 0, $"{command}\n{output}");
            moment = LastMoment().Match(output) is { Success: true } told ? told.Value : moment;
        }
    }

    [GeneratedRegex(@"(?<=--at )\S+")]
    private static partial Regex Moment();

    [GeneratedRegex(@"(?<=--for )\S+")]
    private static partial Regex Span();

    [GeneratedRegex(@"(?<=restorable until )\S+")]
    private static partial Regex LastMoment();

    [GeneratedRegex(@"\./build\.sh [^`\n]+")]
    private static partial Regex Command();
}
