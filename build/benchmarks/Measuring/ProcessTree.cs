using System.Globalization;

namespace Lifecycle.Benchmarks.Measuring;

/// <summary>A process and everything that it has started, as the kernel shows them.</summary>
internal static class ProcessTree
{
    /// <summary>Resident memory of all together, or the most that one of them ever had, whichever is more; 0 where all have ended.</summary>
    public static long PeakBytes(int root)
    {
        long together = 0;
        long most = 0;
        foreach (var process in With(root))
        {
            var (now, peak) = Memory(process);
            together += now;
            most = Math.Max(most, peak);
        }

        return Math.Max(together, most);
    }

    private static IEnumerable<int> With(int process) => [process, .. Children(process).SelectMany(With)];

    private static IEnumerable<int> Children(int process)
    {
        try
        {
            return
            [
                .. Directory.EnumerateDirectories($"/proc/{process}/task")
                    .SelectMany(thread => Read($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static (long Now, long Peak) Memory(int process)
    {
        var status = Read($"/proc/{process}/status");
        return (Kibibytes(status, "VmRSS:") * 1024, Kibibytes(status, "VmHWM:") * 1024);
    }

    private static long Kibibytes(string status, string name)
    {
        var start = status.IndexOf(name, StringComparison.Ordinal);
        return start < 0 ? 0 : long.Parse(status.AsSpan(start + name.Length, status.IndexOf('k', start) - start - name.Length).Trim(), CultureInfo.InvariantCulture);
    }

    // A process may end between being listed and being read.
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
