namespace Lifecycle.Benchmarks.Measuring;

/// <summary>What several measurements of one thing come to.</summary>
internal readonly record struct Spread(double Median, double Least, double Most)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return new Spread(sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, sorted[0], sorted[^1]);
    }

    /// <summary>The 99th percentile.</summary>
    public static TimeSpan P99(IReadOnlyCollection<TimeSpan> times) => times.Order().ElementAt(times.Count * 99 / 100);
}
