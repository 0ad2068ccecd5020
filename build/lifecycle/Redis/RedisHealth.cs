namespace Lifecycle.Redis;

/// <summary>What must be well before a backup.</summary>
internal static class RedisHealth
{
    /// <exception cref="LifecycleException">A backup taken now would not hold what Redis has acknowledged.</exception>
    public static void Require(RedisConnection redis)
    {
        if (redis.Survey.Info.Loading)
        {
            throw new LifecycleException($"Redis in {redis.Shell.Name} is still loading its data", "Run it again when Redis has loaded");
        }

        if (redis.Survey.Info is { AppendOnly: true, LastWriteOk: false })
        {
            throw new LifecycleException($"Redis in {redis.Shell.Name} cannot write its append-only file", "See its log and the free space on /data; nothing that it accepts now is safe");
        }
    }
}
