using Lifecycle.Operations;
using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>What must be well before a backup, and what Verify shows.</summary>
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

    /// <summary>What Verify shows of Redis itself, wherever it runs. Changes nothing.</summary>
    public static async Task<IReadOnlyList<Check>> CheckAsync(IShell shell, CancellationToken cancellationToken)
    {
        var info = await GetInfoAsync(new RedisServer(shell), cancellationToken);
        var (size, free) = await Volume.GetSpaceAsync(shell, cancellationToken);
        var interrupted = await Recovery.DescribeAsync(shell, cancellationToken);
        return
        [
            new Check("Redis answers", true, $"Redis {info.Version}, {Text.Keys(info.Keyspace.Total)}"),
            new Check("Data loaded", !info.Loading, info.Loading ? "still loading" : "yes", "Wait until it has loaded"),
            new Check("Append-only file", info.AppendOnly, info.AppendOnly ? "on" : "off", "Deploy it with --appendonly yes, as k8s/apps/redis does"),
            new Check("Last write to it", info.LastWriteOk, info.LastWriteOk ? "ok" : "failed", "See the free space on /data and Redis' log"),
            new Check("Last rewrite of it", info.LastRewriteOk, info.LastRewriteOk ? "ok" : "failed", "See the free space on /data and Redis' log"),
            new Check("Free space on /data", free > size / 10, $"{Text.Bytes(free)} of {Text.Bytes(size)}", "Make room: a rewrite and a restore need as much again as the data"),
            new Check("Interrupted restore", interrupted is null, interrupted ?? "none", "Run Restore or Backup: each puts it right first"),
        ];
    }

    public static async Task<RedisInfo> GetInfoAsync(RedisServer server, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
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
