using System.Diagnostics;
using Lifecycle.Environments;
using Lifecycle.Failures;

namespace Lifecycle.Benchmarks.Measuring;

/// <summary>Runs a program to its end and measures it.</summary>
internal static class MeasuredProgram
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <returns>The measurement, and what it wrote to standard output.</returns>
    /// <exception cref="LifecycleException">It failed.</exception>
    public static async Task<(Sample Sample, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var cpu = ChildTime.Now();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new LifecycleException($"{command[0]} did not start", "Check that it is there and executable");
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            var peak = await WatchAsync(process, cancellationToken);
            var wall = Stopwatch.GetElapsedTime(started);
            return process.ExitCode == 0
                ? (new Sample(wall, ChildTime.Now() - cpu, peak), await output)
                : throw new LifecycleException($"{command[0]} ended with status {process.ExitCode}: {LastLines(await error + await output)}", "Run it by hand to see more");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task<long> WatchAsync(Process process, CancellationToken cancellationToken)
    {
        var ending = process.WaitForExitAsync(cancellationToken);
        var peak = 0L;
        while (!ending.IsCompleted)
        {
            peak = Math.Max(peak, ProcessTree.PeakBytes(process.Id));
            _ = await Task.WhenAny(ending, Task.Delay(Interval, CancellationToken.None));
        }

        await ending;
        return peak;
    }

    private static string LastLines(string text) => string.Join(" | ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(3));
}
