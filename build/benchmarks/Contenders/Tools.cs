using System.ComponentModel;
using Lifecycle.Benchmarks.Measuring;
using Lifecycle.Failures;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>Programs of other people that the scripts use.</summary>
internal static class Tools
{
    private static readonly Dictionary<string, string[]> Trials = new()
    {
        ["aws"] = ["--version"],
        ["gzip"] = ["--version"],
        ["kubectl"] = ["version", "--client"],
        ["restic"] = ["version"],
    };

    /// <returns>Which one does not work here and what to do about it, or null.</returns>
    public static async Task<string?> MissingAsync(IEnumerable<string> tools, CancellationToken cancellationToken)
    {
        foreach (var tool in tools)
        {
            if (await FindAsync(tool, cancellationToken) is not { } found)
            {
                return $"there is no {tool} that works: install {(tool == "aws" ? "awscli" : tool)} so that it is on PATH";
            }

            // Scripts call it "$AWS": the first aws on PATH may be a version manager's stub.
            if (tool == "aws")
            {
                Environment.SetEnvironmentVariable("AWS", found);
            }
        }

        return null;
    }

    private static async Task<string?> FindAsync(string tool, CancellationToken cancellationToken)
    {
        foreach (var candidate in new[] { $"/usr/bin/{tool}", tool })
        {
            if (await WorksAsync([candidate, .. Trials[tool]], cancellationToken))
            {
                return candidate;
            }
        }

        return null;
    }

    private static async Task<bool> WorksAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        try
        {
            _ = await MeasuredProgram.RunAsync(command, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is LifecycleException or Win32Exception)
        {
            return false;
        }
    }
}
