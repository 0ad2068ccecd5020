using System.Globalization;
using Lifecycle.Benchmarks.Scenarios;
using Lifecycle.Failures;

namespace Lifecycle.Benchmarks;

/// <summary>What to measure, how often, and on how much data.</summary>
/// <param name="Root">The repository, whose build.sh is measured.</param>
/// <param name="Parts">Names of scenarios; none for all.</param>
/// <param name="Rounds">How often each contender runs, or null for what suits its size.</param>
/// <param name="Megabytes">The sizes of /data.</param>
/// <param name="Backups">How many backups there are in the store.</param>
/// <param name="Conditions">What is made harder than it is.</param>
internal sealed record Options(string Root, IReadOnlyList<string> Parts, int? Rounds, IReadOnlyList<int> Megabytes, IReadOnlyList<int> Backups, Conditions Conditions)
{
    private const int FewestRounds = 3;

    private static readonly int[] AllSizes = [10, 75, 150, 1000];
    private static readonly int[] AllCounts = [10, 1000, 100_000];
    private static readonly string[] Known = ["--root", "--scenario", "--rounds", "--sizes", "--backups", "--beside", "--cores", "--latency"];

    /// <exception cref="LifecycleException">They are not understood.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var given = arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : "");
        var unknown = given.Keys.Except(Known).FirstOrDefault();
        return unknown is null
            ? new Options(
                given.GetValueOrDefault("--root") ?? Directory.GetCurrentDirectory(),
                List(given.GetValueOrDefault("--scenario")),
                given.TryGetValue("--rounds", out var rounds) ? Number(rounds) : null,
                Numbers(given.GetValueOrDefault("--sizes"), AllSizes),
                Numbers(given.GetValueOrDefault("--backups"), AllCounts),
                new Conditions(
                    given.GetValueOrDefault("--beside"),
                    given.TryGetValue("--cores", out var cores) ? Number(cores) : null,
                    TimeSpan.FromMilliseconds(given.TryGetValue("--latency", out var latency) ? Number(latency) : 0)))
            : throw new LifecycleException($"There is no parameter '{unknown}'", $"There are {string.Join(", ", Known)}, each with a value");
    }

    /// <exception cref="LifecycleException">There is no such scenario.</exception>
    public IReadOnlyList<Scenario> Choose(IReadOnlyList<Scenario> all) => Parts.Except(all.Select(each => each.Name)).FirstOrDefault() is { } unknown
        ? throw new LifecycleException($"There is no scenario '{unknown}'", $"There are {string.Join(", ", all.Select(each => each.Name))}")
        : [.. all.Where(each => Parts.Count == 0 || Parts.Contains(each.Name))];

    /// <summary>Nothing is left out: what comes of it may stand in docs/.</summary>
    public bool Cover(IReadOnlyList<Scenario> all) => Conditions.AreUsual && Rounds is null or >= FewestRounds && Megabytes.SequenceEqual(AllSizes) && Backups.SequenceEqual(AllCounts) && Choose(all).Count == all.Count;

    private static string[] List(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static int[] Numbers(string? text, int[] otherwise) => text is null ? otherwise : [.. List(text).Select(Number)];

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new LifecycleException($"'{text}' is no number of rounds, megabytes, cores or milliseconds", "Give a whole number from 1 on");
}
