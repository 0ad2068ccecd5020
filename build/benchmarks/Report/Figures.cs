using System.Globalization;
using Lifecycle.Benchmarks.Measuring;

namespace Lifecycle.Benchmarks.Report;

/// <summary>Numbers as they stand in a report.</summary>
internal static class Figures
{
    public const string None = "-";

    public static string Number(double value) => value.ToString(Math.Abs(value) switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);

    /// <summary>The median, and what it lies between.</summary>
    public static string Range(Spread spread) => $"{Number(spread.Median)} ({Number(spread.Least)}–{Number(spread.Most)})";

    public static string Megabytes(double bytes) => Number(bytes / 1_000_000);

    public static string Milliseconds(TimeSpan time) => Number(time.TotalMilliseconds);

    public static string P99(IReadOnlyCollection<TimeSpan> times) => times.Count == 0 ? None : Milliseconds(Spread.P99(times));

    public static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Size(int megabytes) => string.Create(CultureInfo.InvariantCulture, $"{megabytes:#,0} MB");

    public static string Ratio(double value) => $"{Number(value)}x";
}
