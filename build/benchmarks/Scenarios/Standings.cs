using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Benchmarks.Report;

namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>How the contenders of a contest stand to each other.</summary>
internal static class Standings
{
    public static readonly IReadOnlyList<string> Headings = ["Contender", "Seconds", "to the first", "CPU here, s", "Peak memory here, MB"];

    /// <param name="contest">The first is what the others are compared to.</param>
    /// <param name="more">Further cells of a contender.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(IReadOnlyList<Series> contest, Func<Series, IReadOnlyList<string>> more) =>
    [
        .. contest.Select(series => (IReadOnlyList<string>)(series.Counts
            ? [
                series.Label,
                Figures.Range(series.Seconds),
                contest[0].Counts ? Figures.Ratio(series.Seconds.Median / contest[0].Seconds.Median) : Figures.None,
                Figures.Range(series.Of(sample => sample.Cpu.TotalSeconds)),
                Figures.Megabytes(series.Of(sample => sample.PeakBytes).Most),
                .. more(series),
            ]
            : [series.Contender.Name, Missing(series)])),
    ];

    /// <summary>What stands in place of a number.</summary>
    public static string Missing(Series series) => series.HasVoids ? $"void: {series.Reason}" : series.Reason ?? "not measured";

    public static Series? Find(this IEnumerable<Series> contest, string name) => contest.FirstOrDefault(series => series.Contender.Name == name && series.Counts);

    /// <summary>How many times as long the one takes as the other; null where either is missing.</summary>
    public static double? Ratio(this IReadOnlyList<Series> contest, string one, string other) =>
        contest.Find(one) is { } first && contest.Find(other) is { } second ? first.Seconds.Median / second.Seconds.Median : null;

    public static double? PeakMegabytes(this IReadOnlyList<Series> contest, string name) =>
        contest.Find(name) is { } found ? found.Of(sample => sample.PeakBytes).Most / 1_000_000 : null;
}
