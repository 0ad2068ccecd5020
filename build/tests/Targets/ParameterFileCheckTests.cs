using Lifecycle.Reporting;
using Targets;
using Targets.CommandLine;

namespace Lifecycle.Tests.Targets;

public sealed class ParameterFileCheckTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");

    [Theory]
    [InlineData("""{ "Kep": 3 }""", "Keep")]
    [InlineData("""{ "keep": 3 }""", "Write Keep")]
    [InlineData("""{ "dry-run": true }""", "Write DryRun")]
    [InlineData("""{ "Continue": true }""", "Run the targets anew")]
    [InlineData("""{ "WaitTimeout": "banana" }""", "is no span of time")]
    [InlineData("""{ "Keep": 0 }""", "1 or more")]
    [InlineData("""{ "Keep": "three" }""", "whole number")]
    [InlineData("""{ "Environment": ["dve"] }""", "dev")]
    [InlineData("""{ "Keep": [3, 4] }""", "one value, not a list")]
    [InlineData("""{ "DestroyWithoutBucket": [] }""", "one value, not a list")]
    [InlineData("""{ "Keep": 3, "Keep": 5 }""", "'Keep' is there 2 times. Write it once.")]
    [InlineData("""{ "Skip": ["Bakup"] }""", "Did you mean Backup?")]
    [InlineData("""{ "Target": ["Rotate"] }""", "command line only")]
    [InlineData("""{ "Profile": "prod" }""", "command line only. Type --profile")]
    [InlineData("""{ "Root": "/" }""", "command line only")]
    [InlineData("""{ "Force": true }""", "command line only. Type --force")]
    [InlineData("""{ "ConfirmDestroy": "DESTROY" }""", "command line only")]
    [InlineData("""{ "Keep": 3""", "no valid JSON")]
    [InlineData("[]", "JSON object")]
    [InlineData("", "no valid JSON")]
    public void A_mistake_in_a_file_is_answered_like_one_on_the_command_line(string content, string expected)
    {
        Write("parameters.dev.json", content);

        var mistake = ParameterFileCheck.FindMistake(typeof(Build), ["Backup", "--profile", "dev", "--root", _root.FullName]);

        Assert.StartsWith(".nuke/parameters.dev.json", mistake, StringComparison.Ordinal);
        Assert.Contains(expected, mistake, StringComparison.Ordinal);
        Assert.Null(ParameterFileCheck.FindMistake(typeof(Build), ["Backup", "--root", _root.FullName]));
    }

    [Fact]
    public void A_profile_without_a_file_is_a_mistake() =>
        Assert.Contains("There is no profile 'prd'", ParameterFileCheck.FindMistake(typeof(Build), ["Backup", "--profile", "prd", "--root", _root.FullName]), StringComparison.Ordinal);

    [Fact]
    public void What_is_right_passes()
    {
        Write("parameters.json", """{ "$schema": "build.schema.json", "Keep": 5, "DryRun": true, "Skip": ["Rotate"], "Store": null, }""");

        Assert.Null(ParameterFileCheck.FindMistake(typeof(Build), ["--root", _root.FullName]));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_root.CreateSubdirectory(".nuke").FullName, name), content);
}
