using Lifecycle.Environments;
using Lifecycle.Redis;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Redis;

public sealed class RedisInfoTests
{
    [Theory]
    [InlineData("noeviction", 0, false)]
    [InlineData("allkeys-lru", 0, true)]
    [InlineData("volatile-lru", 0, false)]
    [InlineData("volatile-lru", 3, true)]
    public void Keys_are_thrown_away_where_there_are_some_that_may_be(string policy, int expiring, bool will) =>
        Assert.Equal(will, RedisInfo.Parse($"used_memory:200\r\nmaxmemory:100\r\nmaxmemory_policy:{policy}\r\ndb0:keys=5,expires={expiring},avg_ttl=0\r\n").WillEvict);

    [Fact]
    public async Task A_save_that_failed_is_told_where_redis_refuses_writes_for_it()
    {
        await using var redis = await RedisInstance.StartAsync("--save", "3600 1");
        _ = Directory.CreateDirectory(Path.Combine(redis.Data, "dump.rdb"));
        _ = await redis.CallAsync("BGSAVE");
        await Eventually.IsTrueAsync(async () => (await redis.CallAsync("INFO", "persistence")).Contains("rdb_last_bgsave_status:err", StringComparison.Ordinal));

        Assert.False((await LastSaveAsync(redis)).Passed);
        _ = await redis.CallAsync("CONFIG", "SET", "save", "");
        Assert.True((await LastSaveAsync(redis)).Passed);
    }

    private static async Task<Check> LastSaveAsync(RedisInstance redis) =>
        (await RedisChecks.RunAsync(redis.Shell, redis.Process.Access, memoryLimit: null, RedisInstance.Cancel)).Single(check => check.Name == "Last save");
}
