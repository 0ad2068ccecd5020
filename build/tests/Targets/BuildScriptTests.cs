using System.IO.Enumeration;
using System.Text.RegularExpressions;
using Lifecycle.Tests.Support;
using Lifecycle.Tests.Workflows;

namespace Lifecycle.Tests.Targets;

/// <summary>The scripts that start the build compile it where anything has changed that it is made of.</summary>
public sealed partial class BuildScriptTests
{
    [Theory]
    [InlineData("build.sh")]
    [InlineData("build.ps1")]
    public void A_change_to_any_file_that_the_program_is_made_of_is_noticed(string script)
    {
        var patterns = Pattern().Matches(File.ReadAllText(Path.Combine(Repository.Root, script))).Select(match => match.Value).ToList();
        string[] folders = ["lifecycle", "engine", "targets"];
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, "build", folder), "*", SearchOption.AllDirectories)).Select(Path.GetFileName);

        Assert.All(files, file => Assert.True(patterns.Exists(pattern => FileSystemName.MatchesSimpleExpression(pattern, file)), $"{script} does not look at {file}"));
    }

    [Fact]
    [Campaign]
    public async Task It_compiles_below_a_folder_with_a_comma_in_its_name_whatever_sdk_the_callers_folder_asks_for()
    {
        var home = Directory.CreateTempSubdirectory("redis-lifecycle-test-");
        var (root, elsewhere) = (home.CreateSubdirectory("a, b"), home.CreateSubdirectory("elsewhere"));
        await File.WriteAllTextAsync(Path.Combine(elsewhere.FullName, "global.json"), """{"sdk": {"version": "1.0.0", "rollForward": "disable"}}""", RedisInstance.Cancel);
        _ = await Programs.TryRunAsync(["cp", "-r", "build", "build.sh", "global.json", ".editorconfig", root.FullName], Repository.Root);
        _ = root.CreateSubdirectory(".nuke");

        var (exitCode, output) = await Programs.TryRunAsync(["env", "CI=true", "BuildEngine=offline", Path.Combine(root.FullName, "build.sh"), "--help"], elsewhere.FullName);

        Assert.True(exitCode == 0, output);
        Assert.Contains("Backup", output, StringComparison.Ordinal);
        home.Delete(recursive: true);
    }

    [GeneratedRegex(@"\*\.\w+|\.editorconfig")]
    private static partial Regex Pattern();
}
