using System.Text.RegularExpressions;
using Lifecycle.Tests.Workflows;

namespace Lifecycle.Tests.Architecture;

public sealed partial class FolderTests
{
    [Theory]
    [InlineData("lifecycle", "Lifecycle")]
    [InlineData("targets", "Targets")]
    [InlineData("engine", "Nuke.Common")]
    [InlineData("tests", "Lifecycle.Tests")]
    [InlineData("benchmarks", "Lifecycle.Benchmarks")]
    public void A_namespace_is_called_as_its_folder(string project, string root)
    {
        var folder = Path.Combine(Repository.Root, "build", project);
        var misplaced = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (File: Path.GetRelativePath(folder, file), Actual: Declaration().Match(File.ReadAllText(file)).Groups[1].Value))
            .Where(source => source.Actual != string.Join('.', [root, .. source.File.Split(Path.DirectorySeparatorChar).SkipLast(1)]))
            .Select(source => $"{source.File}: {source.Actual}");

        Assert.Empty(misplaced);
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
