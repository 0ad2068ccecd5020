using Lifecycle;
using Nuke.Common.IO;

namespace Targets.Testing;

/// <summary>Builds the benchmarks and runs them against the servers that the environment names, or against some of its own.</summary>
internal sealed class BenchmarkRun(AbsolutePath root)
{
    // Away from the port that scripts/test-cluster.sh takes by itself: a cluster that is up for tests stays as it is.
    private const string ClusterPort = "16640";

    /// <param name="parts">What to measure.</param>
    /// <param name="rounds">How often to measure each contender, or null for what suits its size.</param>
    /// <param name="cancellationToken">Gives up, and ends the servers.</param>
    /// <exception cref="LifecycleException">Something could not be measured, or was not what it claimed to be.</exception>
    public async Task RunAsync(BenchmarkParts parts, int? rounds, CancellationToken cancellationToken)
    {
        var benchmarks = new SideProgram(root, "benchmarks", "Lifecycle.Benchmarks");
        await benchmarks.CompileAsync(cancellationToken);
        await using var cluster = Server("test-cluster");
        if (parts.NeedCluster && Variable("TEST_KUBECONFIG") is null)
        {
            await cluster.StartAsync(new Dictionary<string, string> { ["TEST_CLUSTER_PORT"] = Variable("TEST_CLUSTER_PORT") ?? ClusterPort }, cancellationToken);
        }

        await using var store = Server("test-s3");
        if (parts.NeedStore && Variable("TEST_S3_ENDPOINT") is null)
        {
            await store.StartAsync(new Dictionary<string, string>(), cancellationToken);
        }

        var variables = cluster.Variables.Concat(store.Variables).DistinctBy(variable => variable.Key).ToDictionary();
        string[] arguments = ["--root", root, "--scenario", string.Join(',', parts.Names), .. rounds is { } number ? (string[])["--rounds", $"{number}"] : []];
        if (await benchmarks.RunAsync(arguments, variables, cancellationToken) is not 0 and var exitCode)
        {
            throw new LifecycleException($"The benchmarks ended with status {exitCode}", "See the lines above");
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private ThrowawayServer Server(string name) => new(root / "scripts" / $"{name}.sh", Path.Combine(Path.GetTempPath(), $"redis-lifecycle-benchmark-{name}"));
}
