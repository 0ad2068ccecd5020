namespace Lifecycle.Tests.Support;

/// <summary>Keys of every type of Redis, in several databases, some of which expire.</summary>
internal static class AllTypes
{
    public static async Task LoadAsync(RedisInstance redis)
    {
        await redis.LoadAsync(200);
        await redis.CallAsync("SET", "string", "a b \"c\" \\ ü");
        await redis.CallAsync("SET", "expires", "1", "EX", "10000");
        await redis.CallAsync("SETBIT", "bits", "1000", "1");
        await redis.CallAsync("RPUSH", "list", "1", "2", "3");
        await redis.CallAsync("SADD", "set", "a", "b", "1");
        await redis.CallAsync("SADD", "intset", "1", "2");
        await redis.CallAsync("ZADD", "sorted", "1.5", "a", "-inf", "b");
        await redis.CallAsync("HSET", "hash", "field", "value");
        await redis.CallAsync("PEXPIRE", "hash", "9999999");
        await redis.CallAsync("XADD", "stream", "1-1", "field", "value");
        await redis.CallAsync("XGROUP", "CREATE", "stream", "group", "0");
        await redis.CallAsync("PFADD", "hyperloglog", "a", "b");
        await redis.CallAsync("GEOADD", "geo", "2.35", "48.85", "paris");
        await redis.CallAsync("-n", "7", "SET", "elsewhere", "1", "PX", "9999999");
    }

    public static async Task<string> ExpiriesAsync(RedisInstance redis)
    {
        var expiries = new[] { await redis.CallAsync("PEXPIRETIME", "expires"), await redis.CallAsync("PEXPIRETIME", "hash"), await redis.CallAsync("-n", "7", "PEXPIRETIME", "elsewhere") };
        Assert.All(expiries, expiry => Assert.True(long.Parse(expiry.AsSpan().Trim(), System.Globalization.CultureInfo.InvariantCulture) > 0));
        return string.Join(' ', expiries.Select(expiry => expiry.Trim()));
    }
}
