using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>What it takes to compile: .NET, and packages that an earlier run has fetched.</summary>
internal static class Toolchain
{
    /// <param name="condition">When it is needed; null for always.</param>
    /// <param name="cacheCondition">When packages may come from an earlier run; null for always.</param>
    public static IReadOnlyList<Step> Steps(string? condition = null, string? cacheCondition = null) =>
    [
        new SetUpDotnet { GlobalJsonFile = "global.json" }.As("Set up .NET", condition: condition),
        new Cache
        {
            Path = "~/.nuget/packages",
            Key = "nuget-${{ runner.os }}-${{ hashFiles('build/**/packages.lock.json', 'build/Directory.Packages.props', 'build/**/*.csproj') }}",
        }.As("Cache packages", condition: cacheCondition),
    ];
}
