using System.IO.Enumeration;
using System.Text.RegularExpressions;
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

    [GeneratedRegex(@"\*\.\w+|\.editorconfig")]
    private static partial Regex Pattern();
}
