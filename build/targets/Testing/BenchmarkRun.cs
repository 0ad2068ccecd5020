using Lifecycle.Failures;
using Nuke.Common.IO;

namespace Targets.Testing;

/// <summary>Builds the benchmarks and runs them against the servers that the environment names, or against some of its own.</summary>
internal sealed class BenchmarkRun(AbsolutePath root)
{
    /// <param name="plan">What to measure.</param>
    /// <param name="cancellationToken">Gives up, and ends the servers.</param>
    /// <exception cref="LifecycleException">Something could not be measured, or was not what it claimed to be.</exception>
    public async Task RunAsync(BenchmarkPlan plan, CancellationToken cancellationToken)
    {
        var benchmarks = new SideProgram(root, "benchmarks", "Lifecycle.Benchmarks");
        await benchmarks.CompileAsync(cancellationToken);
        await using var servers = new ThrowawayServers(root, "benchmark");
        var variables = await servers.StartAsync(plan.Parts.NeedCluster, plan.Parts.NeedStore, cancellationToken);
        if (await benchmarks.RunAsync(["--root", root, .. plan.Arguments], variables, cancellationToken, plan.Confinement) is not 0 and var exitCode)
        {
            throw new LifecycleException($"The benchmarks ended with status {exitCode}", "See the lines above");
        }
    }
}
