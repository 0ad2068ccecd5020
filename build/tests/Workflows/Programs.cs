using System.Diagnostics;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Workflows;

internal static class Programs
{
    /// <summary>Runs a program to its end, whatever that is.</summary>
    public static async Task<(int ExitCode, string Output)> TryRunAsync(IReadOnlyList<string> command, string workingDirectory)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "exec \"$@\" 2>&1", "bash", .. command]) { WorkingDirectory = workingDirectory, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(RedisInstance.Cancel);
        await process.WaitForExitAsync(RedisInstance.Cancel);
        return (process.ExitCode, output);
    }
}
