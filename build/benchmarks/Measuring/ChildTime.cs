using System.Globalization;

namespace Lifecycle.Benchmarks.Measuring;

/// <summary>Processor time of all children that this process has waited for, and of theirs: proc(5), cutime and cstime.</summary>
internal static class ChildTime
{
    private const int UserField = 13;
    private const int SystemField = 14;
    private const int TicksPerSecond = 100;

    public static TimeSpan Now()
    {
        // The name in the second field may hold blanks; what follows its closing bracket begins with the third.
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[UserField]) + Number(fields[SystemField])) / (double)TicksPerSecond);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
