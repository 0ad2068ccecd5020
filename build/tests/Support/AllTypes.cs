using Lifecycle.Volume;

namespace Lifecycle.Tests.Support;

/// <summary>Keys of every type of Redis, in several databases, some of which expire.</summary>
internal static class AllTypes
{
    public static async Task LoadAsync(RedisInstance redis)
    {
        await redis.LoadAsync(200);
        await LoadAsync(redis.Process.Server);
    }

    /// <summary>A kilobyte of them.</summary>
    public static async Task LoadAsync(RedisServer redis)
    {
        await redis.CallAsync(RedisInstance.Cancel, "SET", "string", "a b \"c\" \\ ü");
        await redis.CallAsync(RedisInstance.Cancel, "SET", "expires", "1", "EX", "10000");
        await redis.CallAsync(RedisInstance.Cancel, "SETBIT", "bits", "1000", "1");
        await redis.CallAsync(RedisInstance.Cancel, "RPUSH", "list", "1", "2", "3");
        await redis.CallAsync(RedisInstance.Cancel, "SADD", "set", "a", "b", "1");
        await redis.CallAsync(RedisInstance.Cancel, "SADD", "intset", "1", "2");
        await redis.CallAsync(RedisInstance.Cancel, "ZADD", "sorted", "1.5", "a", "-inf", "b");
        await redis.CallAsync(RedisInstance.Cancel, "HSET", "hash", "field", "value");
        await redis.CallAsync(RedisInstance.Cancel, "PEXPIRE", "hash", "9999999");
        await redis.CallAsync(RedisInstance.Cancel, "XADD", "stream", "1-1", "field", "value");
        await redis.CallAsync(RedisInstance.Cancel, "XGROUP", "CREATE", "stream", "group", "0");
        await redis.CallAsync(RedisInstance.Cancel, "PFADD", "hyperloglog", "a", "b");
        await redis.CallAsync(RedisInstance.Cancel, "GEOADD", "geo", "2.35", "48.85", "paris");
        await redis.CallAsync(RedisInstance.Cancel, "-n", "7", "SET", "elsewhere", "1", "PX", "9999999");
    }

    public static async Task<string> ExpiriesAsync(RedisInstance redis)
    {
        var expiries = new[] { await redis.CallAsync("PEXPIRETIME", "expires"), await redis.CallAsync("PEXPIRETIME", "hash"), await redis.CallAsync("-n", "7", "PEXPIRETIME", "elsewhere") };
        Assert.All(expiries, expiry => Assert.True(long.Parse(expiry.AsSpan().Trim(), System.Globalization.CultureInfo.InvariantCulture) > 0));
        return string.Join(' ', expiries.Select(expiry => expiry.Trim()));
    }
}
