using System.Text.RegularExpressions;
using Lifecycle.Tests.Support;
using Lifecycle.Tests.Workflows;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Volume;

/// <summary>How the agent takes its words, and how it ends.</summary>
public sealed partial class AgentWordsTests
{
    private static readonly string[] Wrong =
    [
        "", "survay", "--dri /tmp survey", "--dir", "--journal", "survey all", "survey check soon", "survey 1 2", "survey check 1 2",
        "snapshot now", "capture now", "confirm", "confirm soon", "confirm 1 2", "release now", "follow", "follow 1", "follow one 2", "follow 1 2 3", "stage", "stage aof appendonly.aof dump.rdb", "stage aof appendonly.aof dump.rdb both",
        "stage aof appendonly.aof dump.rdb aof file", "stage aof appendonly.aof dump.rdb aof file large", "stage aof appendonly.aof dump.rdb aof ../file 1",
        "switch", "switch seen next run", "switch seen next run perhaps", "back twice", "back now run", "back end run run", "finish now", "discard now", "discard 1 2 3",
        "note now", "sample", "sample some", "sample 1 2", "end now", "resume now",
    ];

    private static IEnumerable<AgentStatus> Statuses => Enum.GetValues<AgentStatus>().Where(status => status != AgentStatus.Done);

    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task Every_shell_reads_it_and_the_form_that_goes_with_a_command(string name)
    {
        using var shell = await AgentShell.FindAsync(name);

        Assert.Equal((0, "", ""), await shell.RunAsync(["-n", AgentShell.Script], Path.GetTempPath()));
        Assert.Equal((0, "", ""), await shell.RunAsync(["-n"], Path.GetTempPath(), AgentScript.Text));
    }

    [Fact]
    public async Task What_does_not_reach_the_disk_counts_as_not_written()
    {
        using var shell = await AgentShell.FindAsync("dash");
        var folder = Directory.CreateTempSubdirectory("redis-lifecycle-test-").FullName;
        await StandIn.WriteAsync(folder, "sync", "[ \"$1\" != --help ] || { echo 'sync [FILE]...'; exit 0; }\necho \"sync: error syncing $1: Input/output error\" >&2\nexit 1");
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        var variables = new Dictionary<string, string> { ["PATH"] = $"{folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}" };

        var (exitCode, _, error) = await shell.RunAsync([AgentShell.Script, "--stopped", "--journal", "{}", "stage", "appendonlydir", "appendonly.aof", "dump.rdb", "aof"], data, variables: variables);

        Assert.Equal((int)AgentStatus.Failed, exitCode);
        Assert.Contains("Input/output error", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(data));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task Help_tells_every_verb(string name)
    {
        using var shell = await AgentShell.FindAsync(name);

        var (exitCode, output, error) = await shell.RunAsync([AgentShell.Script, "--help"], Path.GetTempPath());

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(Told().Matches(output).Select(match => match.Groups[1].Value).Order(), Taken().Matches(Regex.Match(await ReadAsync(AgentShell.Script), @"^ +case \$verb:.*?^ +esac", RegexOptions.Multiline | RegexOptions.Singleline).Value).Select(match => match.Groups[1].Value).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task Wrong_words_are_refused_before_anything_is_touched(string name)
    {
        using var shell = await AgentShell.FindAsync(name);
        var folder = Directory.CreateTempSubdirectory("redis-lifecycle-test-");
        foreach (var words in Wrong)
        {
            var (exitCode, output, error) = await shell.RunAsync([AgentShell.Script, .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)], folder.FullName);

            Assert.True((exitCode, output) == ((int)AgentStatus.Misused, "") && error.StartsWith("usage: ", StringComparison.Ordinal), $"'{words}' ended with {exitCode}: {output}{error}");
        }

        Assert.Empty(folder.EnumerateFileSystemInfos());
        folder.Delete();
    }

    [Fact]
    public async Task Script_help_and_runbook_have_the_table_of_exit_statuses()
    {
        var script = await ReadAsync(AgentShell.Script);
        var runbook = await ReadAsync(Path.Combine(Repository.Root, "docs", "runbooks", "operations", "volume-agent.md"));

        Assert.Equal(string.Join(' ', Statuses.Select(status => $"{status.ToString().ToLowerInvariant()}={(int)status}")), Regex.Match(script, "^misused=.*$", RegexOptions.Multiline).Value);
        Assert.Equal(Statuses.Select(status => (int)status), Regex.Matches(Regex.Match(script, @"^Exit status:[^.]+\.$", RegexOptions.Multiline).Value, @"\d\d").Select(match => int.Parse(match.Value, null)));
        Assert.Equal(Statuses.Select(status => (int)status), Regex.Matches(runbook, @"^\| (\d\d) \|", RegexOptions.Multiline).Select(match => int.Parse(match.Groups[1].Value, null)));
    }

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(file, RedisInstance.Cancel);

    [GeneratedRegex("^  ([a-z]+) ", RegexOptions.Multiline)]
    private static partial Regex Told();

    // Where words are counted: verb:count.
    [GeneratedRegex(@"\b([a-z]+):[\d[*]")]
    private static partial Regex Taken();
}
