using Lifecycle.Benchmarks.Measuring;

namespace Lifecycle.Benchmarks.Report;

/// <summary>Bars under one title.</summary>
internal sealed record Panel(string Title, IReadOnlyList<(string Label, Spread Seconds)> Bars)
{
    public static Panel Of(string title, IEnumerable<Series> contest) =>
        new(title, [.. contest.Where(series => series.Counts).Select(series => (series.Contender.Name.Replace("`", "", StringComparison.Ordinal), series.Seconds))]);
}
