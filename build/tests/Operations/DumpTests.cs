using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

/// <summary>A Redis without the append-only file: what is backed up can be restored and drilled.</summary>
public sealed class DumpTests
{
    private static readonly string[] WithoutAppendOnlyFile = ["--appendonly", "no", "--dbfilename", "other.rdb"];

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task Without_the_append_only_file_what_is_backed_up_is_restored(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server, WithoutAppendOnlyFile);
        await AllTypes.LoadAsync(redis);
        var digest = await redis.DigestAsync();
        var archive = redis.PathOf(await redis.BackUpAsync());
        _ = await redis.CallAsync("SET", "newer", "1");

        var verdict = await redis.RestoreAsync(archive, force: true);

        Assert.Equal(Outcome.Run, verdict.Outcome);
        Assert.Equal(digest, await redis.DigestAsync());
        Assert.Equal(["other.rdb"], redis.FilesInData());
        await redis.RestartAsync();
        Assert.Equal(digest, await redis.DigestAsync());
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task Without_the_append_only_file_data_that_is_not_what_was_promised_is_taken_back(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server, WithoutAppendOnlyFile);
        await redis.LoadAsync(100);
        var backup = await redis.BackUpAsync();
        _ = await redis.CallAsync("SET", "newer", "1");
        var previous = await redis.DigestAsync();
        await FalseManifest.PromiseOneKeyMoreAsync(redis.Store, backup.Name);

        _ = await Assert.ThrowsAnyAsync<LifecycleException>(() => redis.RestoreAsync(redis.PathOf(backup), force: true));

        Assert.Equal(previous, await redis.DigestAsync());
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_drill_passes_on_a_backup_of_a_dump(string server)
    {
        await using var checkout = await Checkout.CreateAsync(server);
        await File.WriteAllTextAsync(Path.Combine(checkout.Root, "k8s", "apps", "redis", "statefulset.yaml"), "spec:\n  args: [redis-server, --appendonly, \"no\"]\n", RedisInstance.Cancel);
        Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);

        var (exitCode, output) = await checkout.RunAsync("Drill");

        Assert.True(exitCode == 0, output);
        Assert.Contains("4,001 keys", output, StringComparison.Ordinal);
        Assert.DoesNotContain("not compared", output, StringComparison.Ordinal);
    }
}
