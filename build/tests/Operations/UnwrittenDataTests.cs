using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

/// <summary>
/// A Redis whose append-only file was switched on while it ran: until it has been written, what Redis would load is what was
/// there before it was switched off.
/// </summary>
public sealed class UnwrittenDataTests
{
    // Writing it begins at once, or waits until a save is done.
    public static TheoryData<string, string> Backups => new MatrixTheoryData<string, string>([.. RedisServers.Names], ["PING", "BGSAVE"]);

    [Theory]
    [MemberData(nameof(Backups))]
    public async Task A_backup_waits_until_it_has_been_written(string server, string before)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await SwitchOffAndOnAsync(redis, before);

        await redis.RequireRestorableAsync();
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_restore_waits_too_and_what_it_replaced_comes_back_where_it_is_undone(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(10);
        var backup = await redis.BackUpAsync();
        await FalseManifest.PromiseOneKeyMoreAsync(redis.Store, backup.Name);
        await SwitchOffAndOnAsync(redis);
        var digest = await redis.DigestAsync();

        _ = await Assert.ThrowsAnyAsync<LifecycleException>(() => redis.RestoreAsync(redis.PathOf(backup), force: true));

        Assert.Equal(digest, await redis.DigestAsync());
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task What_an_earlier_try_has_left_makes_no_ordinary_rewrite_one_to_wait_for(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(20);
        await File.WriteAllTextAsync(Path.Combine(redis.AofFolder, "temp-appendonly.aof.incr"), "", RedisInstance.Cancel);
        _ = await redis.CallAsync("CONFIG", "SET", "rdb-key-save-delay", "10000000");
        _ = await redis.CallAsync("BGREWRITEAOF");

        var backup = await redis.BackUpAsync();

        Assert.Contains("aof_rewrite_in_progress:1", await redis.CallAsync("INFO", "persistence"), StringComparison.Ordinal);
        Assert.True(backup.Snapshot.Keyspace.Total >= 20);
    }

    [Fact]
    public async Task Verify_says_so()
    {
        await using var redis = await RedisInstance.StartAsync();
        await SwitchOffAndOnAsync(redis, microsecondsAKey: 1_000_000);

        var check = (await RedisChecks.RunAsync(redis.Shell, redis.Process.Access, memoryLimit: null, RedisInstance.Cancel)).Single(check => check.Name == "Append-only file");

        Assert.False(check.Passed);
        Assert.Contains("may not all be in it", check.Finding, StringComparison.Ordinal);
    }

    // Written so slowly that whoever does not wait is caught.
    private static async Task SwitchOffAndOnAsync(RedisInstance redis, string before = "PING", int microsecondsAKey = 30_000)
    {
        await redis.LoadAsync(20);
        _ = await redis.CallAsync("CONFIG", "SET", "rdb-key-save-delay", $"{microsecondsAKey}");
        _ = await redis.CallAsync("CONFIG", "SET", "appendonly", "no");
        await redis.LoadAsync(40);
        _ = await redis.CallAsync("SET", "meanwhile", "1");
        _ = await redis.CallAsync(before);
        _ = await redis.CallAsync("CONFIG", "SET", "appendonly", "yes");
    }
}
