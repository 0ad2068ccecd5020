namespace Lifecycle.Tests.Support;

/// <summary>An archive unpacked by tar and loaded by a redis-server that knows nothing of this tool.</summary>
internal static class PlainRedis
{
    public static async Task<RedisInstance> FromArchiveAsync(string archive, string server = RedisServers.Redis7)
    {
        var plain = await RedisInstance.StartOnAsync(server);
        await plain.Process.StopAsync(RedisInstance.Cancel);
        Directory.Delete(plain.Data, recursive: true);
        _ = Directory.CreateDirectory(plain.Data);
        _ = await Tool.RunAsync(["tar", "-xzf", archive, "-C", plain.Data], plain.Data);
        await plain.RestartAsync();
        return plain;
    }
}
