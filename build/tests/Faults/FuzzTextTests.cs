using System.Globalization;
using System.Text;
using CsCheck;
using Lifecycle.Cluster;
using Lifecycle.Cluster.Api;
using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Targets.CommandLine;

namespace Lifecycle.Tests.Faults;

/// <summary>Text that somebody has made to hurt: manifests of Redis, kubeconfigs, parameter files.</summary>
public sealed class FuzzTextTests : IDisposable
{
    private const string Kubeconfig = """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
        users: [{name: u, user: {token: secret}}]
        contexts: [{name: c, context: {cluster: c, user: u}}]
        current-context: c
        """;

    private static readonly long Inputs = long.Parse(Environment.GetEnvironmentVariable("TEST_FUZZ_INPUTS") ?? "100000", CultureInfo.InvariantCulture);
    private static readonly Gen<string> OddNames = Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Char["\"'\\\n\té/."]), 1, 12];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");

    [Fact]
    public void A_manifest_with_odd_names_is_read_back_as_it_was_written_or_refused() => OddNames.Sample(
        name =>
        {
            var written = new AofManifest([new AofFile(name, 1, AofFileKind.Base)]);
            if (AofManifest.TryParse(written.ToString()) is { } read)
            {
                Assert.Equal(name, Assert.Single(read.Files).Name);
                Assert.DoesNotContain('/', name);
                Assert.NotEqual("..", name);
            }
        },
        iter: Inputs / 10);

    [Fact]
    public void Mutated_manifests_of_redis_are_read_or_refused()
    {
        var sound = Encoding.UTF8.GetBytes("file appendonly.aof.1.base.rdb seq 1 type b\nfile \"a \\x41\" seq 1 type i startoffset 0\n");
        var random = new Random(14);
        for (long input = 0; input < Inputs / 10; input++)
        {
            _ = AofManifest.TryParse(Encoding.UTF8.GetString(Mutation.Of(sound, random)));
        }
    }

    [Fact]
    public async Task Mutated_kubeconfigs_are_used_or_refused_in_words()
    {
        var path = Path.Combine(_root.FullName, "kubeconfig");
        var options = new ClusterOptions("data", "a=b", "redis", path, Context: null, TimeSpan.FromSeconds(1), "", "") { Environment = "dev" };
        var random = new Random(15);
        for (long input = 0; input < Inputs / 100; input++)
        {
            await File.WriteAllBytesAsync(path, Mutation.Of(Encoding.UTF8.GetBytes(Kubeconfig), random), TestContext.Current.CancellationToken);
            try
            {
                using var client = await KubeAccess.ConnectAsync(options, TestContext.Current.CancellationToken);
            }
            catch (LifecycleException exception)
            {
                Assert.DoesNotContain("   at ", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Mutated_parameter_files_are_taken_or_refused_in_words()
    {
        var path = Path.Combine(_root.CreateSubdirectory(".nuke").FullName, "parameters.json");
        var sound = Encoding.UTF8.GetBytes("""{ "$schema": "build.schema.json", "Keep": 3, "Skip": ["Rotate"], "Environment": "dev", "DryRun": true }""");
        var random = new Random(16);
        for (long input = 0; input < Inputs / 50; input++)
        {
            File.WriteAllBytes(path, Mutation.Of(sound, random));
            if (ParameterFileCheck.FindMistake(typeof(global::Targets.Build), ["Backup", "--root", _root.FullName]) is { } mistake)
            {
                Assert.StartsWith(".nuke/parameters.json", mistake, StringComparison.Ordinal);
            }
        }
    }

    public void Dispose() => _root.Delete(recursive: true);
}
