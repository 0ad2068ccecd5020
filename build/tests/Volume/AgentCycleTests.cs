using Lifecycle.Failures;
using Lifecycle.Shells;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Volume;

/// <summary>From survey to finish beside a real Redis, under each shell that the agent may meet there.</summary>
public sealed class AgentCycleTests
{
    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task A_backup_is_taken_and_restored_and_nothing_is_left(string name)
    {
        using var shell = await AgentShell.FindAsync(name);
        await using var redis = await shell.StartRedisAsync();
        Assert.Equal(shell.Program, await ReadAsync(redis, "readlink /proc/$$/exe; :"));
        await AllTypes.LoadAsync(redis);
        var digest = await redis.DigestAsync();

        var backup = await redis.BackUpAsync();
        _ = await redis.CallAsync("SET", "newer", "1");
        _ = await redis.RestoreAsync(redis.PathOf(backup), force: true);

        Assert.Equal(digest, await redis.DigestAsync());
        Assert.Equal("OK", (await redis.CallAsync("SET", "writable", "1")).Trim());
        AssertNothingIsLeft(redis);
    }

    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task Other_data_than_was_promised_is_brought_back_and_discarded(string name)
    {
        using var shell = await AgentShell.FindAsync(name);
        await using var redis = await shell.StartRedisAsync();
        await redis.LoadAsync(20);
        var backup = await redis.BackUpAsync();
        await FalseManifest.PromiseOneKeyMoreAsync(redis.Store, backup.Name);
        _ = await redis.CallAsync("SET", "newer", "1");
        var digest = await redis.DigestAsync();

        _ = await Assert.ThrowsAnyAsync<LifecycleException>(() => redis.RestoreAsync(redis.PathOf(backup), force: true));

        Assert.Equal(digest, await redis.DigestAsync());
        AssertNothingIsLeft(redis);
    }

    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task A_snapshot_that_nobody_reads_to_its_end_is_released(string name)
    {
        using var shell = await AgentShell.FindAsync(name);
        await using var redis = await shell.StartRedisAsync();
        await redis.LoadAsync(2000); // more than a pipe takes
        var agent = new VolumeAgent(redis.Shell, access: redis.Process.Access);
        var survey = await agent.SurveyAsync(RedisInstance.Cancel);

        await using (await agent.TakeSnapshotAsync(survey.Layout, RedisInstance.Cancel))
        {
            Assert.True(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)));
        }

        AssertNothingIsLeft(redis);
        Assert.Equal(5, await agent.SampleAsync(5, RedisInstance.Cancel));
    }

    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task By_hand_it_is_read_from_standard_input(string name)
    {
        using var shell = await AgentShell.FindAsync(name);
        await using var redis = await shell.StartRedisAsync();
        await redis.LoadAsync(20);

        var (exitCode, output, error) = await shell.RunAsync(["-s", "--", "survey"], redis.Data, await File.ReadAllTextAsync(AgentShell.Script, RedisInstance.Cancel), redis.Variables);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("server ", output, StringComparison.Ordinal);
        Assert.Contains("db0:keys=21", output, StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(RedisInstance redis, string script) => (await redis.Shell.ReadAsync(new(script), RedisInstance.Cancel)).Trim();

    private static void AssertNothingIsLeft(RedisInstance redis) => Assert.False(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)), "a scratch folder is left");
}
