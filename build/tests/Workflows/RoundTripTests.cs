using Lifecycle.Reporting;
using Lifecycle.Tests.S3;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Workflows;

/// <summary>Torn down by one workflow and rebuilt by the other, on the servers that a real run has.</summary>
public sealed class RoundTripTests(S3Server server)
{
    [Fact]
    public async Task What_destroy_has_backed_up_to_a_bucket_infra_brings_back_from_it()
    {
        server.Require();
        using var workspace = new Workspace(sampleKeys: 39, hasStore: false);
        workspace.Write(".nuke/parameters.json", $$"""{ "S3Endpoint": "{{server.Endpoint}}", "SampleKeys": 39 }""");

        await TearDownAndRebuildAsync(workspace, new() { ["environment"] = "embedded", ["backup_bucket_name"] = server.Bucket }, $"| Bucket | {server.Bucket} |");
    }

    [Fact]
    public async Task What_destroy_has_backed_up_from_a_cluster_infra_brings_back_into_it()
    {
        server.Require();
        using var workspace = new Workspace(hasStore: false) { Kubeconfig = await TestCluster.ReadKubeconfigAsync() };
        var prefix = $"round-trip-{Guid.NewGuid():n}";
        workspace.Write(".nuke/parameters.json", $$"""{ "S3Endpoint": "{{server.Endpoint}}", "BackupPrefix": "{{prefix}}", "Namespace": "{{TestCluster.NewNamespace()}}" }""");
        using var store = server.Store(prefix);
        var made = await Workspace.AddBackupAsync(store, keys: 40);
        // As the older scripts left it: nobody's. One that says another owner is not taken unasked.
        _ = await store.DeleteAsync([made.Name.ManifestKey(made.Owner)], RedisInstance.Cancel);
        var inputs = new Dictionary<string, string> { ["environment"] = "dev", ["backup_bucket_name"] = server.Bucket };
        AssertRun(await new JobRunner(workspace, new(inputs) { ["redis_backup_restore"] = "true" }).RunAsync("ci-infra"), "restore", "REDIS-RESTORE: RUN, 40 keys");

        await TearDownAndRebuildAsync(workspace, inputs, $"| Bucket | {server.Bucket} |");

        await GiveUpAsync(workspace, inputs);
    }

    [Theory]
    [InlineData("dev", "success", "The data goes with it: no bucket is named")]
    [InlineData("prod", "failure", "Nothing is destroyed: no bucket is named")]
    public async Task Without_a_bucket_dev_is_destroyed_in_so_many_words_and_prod_is_not(string environment, string result, string words)
    {
        using var workspace = new Workspace(hasStore: false) { Kubeconfig = await TestCluster.ReadKubeconfigAsync() };
        workspace.Write(".nuke/parameters.json", $$"""{ "Namespace": "{{TestCluster.NewNamespace()}}" }""");
        var inputs = new Dictionary<string, string> { ["environment"] = environment };
        AssertRun(await new JobRunner(workspace, new(inputs) { ["redis_backup_restore"] = "false" }).RunAsync("ci-infra"), "deploy", "Deploy: RUN");

        var runs = await new JobRunner(workspace, new(inputs) { ["redis_backup_restore"] = "true", ["confirm_destroy"] = "DESTROY" }).RunAsync("ci-infra-destroy");

        Assert.Equal(("success", "success", result), (runs["backup"].Result, runs["rotate"].Result, runs["destroy"].Result));
        Assert.Contains("REDIS-BACKUP: SKIPPED, no bucket is named", runs["backup"].Log, StringComparison.Ordinal);
        Assert.Contains(words, runs["destroy"].Log, StringComparison.Ordinal);
        if (result == "failure")
        {
            await GiveUpAsync(workspace, inputs);
        }
    }

    private static async Task GiveUpAsync(Workspace workspace, Dictionary<string, string> inputs) =>
        AssertRun(await new JobRunner(workspace, new(inputs) { ["redis_backup_restore"] = "false", ["confirm_destroy"] = "DESTROY" }).RunAsync("ci-infra-destroy"), "destroy", "Destroy: RUN");

    private static async Task TearDownAndRebuildAsync(Workspace workspace, Dictionary<string, string> inputs, string bucket)
    {
        inputs = new(inputs) { ["redis_backup_restore"] = "true", ["confirm_destroy"] = "DESTROY" };
        var down = await new JobRunner(workspace, inputs).RunAsync("ci-infra-destroy");
        AssertRun(down, "backup", "REDIS-BACKUP: RUN, 40 keys");
        AssertRun(down, "destroy", "Destroy: RUN");

        var up = await new JobRunner(workspace, inputs).RunAsync("ci-infra");
        AssertRun(up, "restore", "REDIS-RESTORE: RUN, 40 keys");
        Assert.Contains(bucket, Summary.Verdict(up["restore"], workspace), StringComparison.Ordinal);

        AssertRun(await new JobRunner(workspace, inputs).RunAsync("ci-infra"), "restore", "REDIS-RESTORE: SKIPPED");
    }

    private static void AssertRun(IReadOnlyDictionary<string, JobRun> runs, string job, string verdict)
    {
        JobRun.RequireSuccess(runs);
        Assert.Contains(verdict, runs[job].Log, StringComparison.Ordinal);
    }
}
