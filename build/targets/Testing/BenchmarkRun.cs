using Lifecycle.Failures;
using Nuke.Common.IO;

namespace Targets.Testing;

/// <summary>Builds the benchmarks and runs them against the servers that the environment names, or against some of its own.</summary>
internal sealed class BenchmarkRun(AbsolutePath root)
{
    /// <param name="parts">What to measure.</param>
    /// <param name="rounds">How often to measure each contender, or null for what suits its size.</param>
    /// <param name="cancellationToken">Gives up, and ends the servers.</param>
    /// <exception cref="LifecycleException">Something could not be measured, or was not what it claimed to be.</exception>
    public async Task RunAsync(BenchmarkParts parts, int? rounds, CancellationToken cancellationToken)
    {
        var benchmarks = new SideProgram(root, "benchmarks", "Lifecycle.Benchmarks");
        await benchmarks.CompileAsync(cancellationToken);
        await using var servers = new ThrowawayServers(root, "benchmark");
        var variables = await servers.StartAsync(parts.NeedCluster, parts.NeedStore, cancellationToken);
        string[] arguments = ["--root", root, "--scenario", string.Join(',', parts.Names), .. rounds is { } number ? (string[])["--rounds", $"{number}"] : []];
        if (await benchmarks.RunAsync(arguments, variables, cancellationToken) is not 0 and var exitCode)
        {
            throw new LifecycleException($"The benchmarks ended with status {exitCode}", "See the lines above");
        }
    }
}
