using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>What must be well before a backup.</summary>
public static class RedisHealth
{
    /// <exception cref="LifecycleException">A backup taken now would not hold what Redis has acknowledged.</exception>
    public static async Task RequireAsync(RedisServer server, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        var info = await GetInfoAsync(server, cancellationToken);
        if (info.Loading)
        {
            throw new LifecycleException($"Redis in {server.Shell.Name} is still loading its data", "Run it again when Redis has loaded");
        }

        if (info.AppendOnly && !info.LastWriteOk)
        {
            throw new LifecycleException($"Redis in {server.Shell.Name} cannot write its append-only file", "See its log and the free space on /data; nothing that it accepts now is safe");
        }
    }

    private static async Task<RedisInfo> GetInfoAsync(RedisServer server, CancellationToken cancellationToken)
    {
        try
        {
            return await server.GetInfoAsync(cancellationToken);
        }
        catch (ShellException exception)
        {
            throw new LifecycleException($"Redis does not answer: {exception.Message}", "Run Verify to see what is wrong with it", exception);
        }
    }
}
