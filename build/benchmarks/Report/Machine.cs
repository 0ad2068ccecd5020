using System.Globalization;
using System.Runtime.InteropServices;

namespace Lifecycle.Benchmarks.Report;

/// <summary>What everything was measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Find("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} cores, {memory / 1e9:0} GB of memory; "
            + $"{Find("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription}, Linux {Environment.OSVersion.Version}; .NET {Environment.Version}");
    }

    private static string? Find(string path, string name, char separator) => File.Exists(path)
        ? File.ReadLines(path).Select(line => line.Split(separator, 2)).Where(pair => pair.Length == 2 && pair[0].Trim() == name).Select(pair => pair[1].Trim()).FirstOrDefault()
        : null;
}
