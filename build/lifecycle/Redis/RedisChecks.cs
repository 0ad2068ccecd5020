using Lifecycle.Operations;
using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>What Verify shows of Redis itself and its volume, wherever it runs. Changes nothing.</summary>
internal static class RedisChecks
{
    /// <param name="shell">Beside it.</param>
    /// <param name="memoryLimit">In bytes; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ShellException">It cannot be asked.</exception>
    public static async Task<IReadOnlyList<Check>> RunAsync(IShell shell, long? memoryLimit, CancellationToken cancellationToken)
    {
        var server = new RedisServer(shell);
        var (answer, _) = await shell.TryReadAsync(new Command(RedisServer.Cli + "redis PING"), cancellationToken);
        var ping = new Check("PING", answer.Succeeded, answer.Succeeded ? "PONG" : answer.Reason, "See Redis' log");
        if (!answer.Succeeded)
        {
            return [ping];
        }

        var info = await server.GetInfoAsync(cancellationToken);
        return
        [
            ping,
            new Check("Loading", !info.Loading, info.Loading ? "Redis is loading its data" : $"{Text.Keys(info.Keyspace.Total)} loaded by Redis {info.Version}", "Wait until it has loaded"),
            new Check("Append-only file", info.AppendOnly, info.AppendOnly ? "on" : "off", "Deploy it with --appendonly yes, as k8s/apps/redis does"),
            new Check("Last write", info.LastWriteOk, info.LastWriteOk ? "ok" : "failed", "See Redis' log and the free space; nothing that Redis accepts now is safe"),
            new Check("Last rewrite", info.LastRewriteOk, info.LastRewriteOk ? "ok" : "failed", "See Redis' log, the free space and the memory; then BGREWRITEAOF"),
            CheckMemory(info, memoryLimit),
            await CheckSpaceAsync(shell, info, cancellationToken),
            await CheckJournalAsync(shell, cancellationToken),
        ];
    }

    // A rewrite forks Redis, and pages that are written meanwhile count twice.
    private static Check CheckMemory(RedisInfo info, long? limit) => limit is { } bytes
        ? new Check("Memory", info.UsedMemoryBytes <= bytes * 3 / 4, $"{Text.Bytes(info.UsedMemoryBytes)} used of a limit of {Text.Bytes(bytes)}", "Raise the memory limit in the manifests: above three quarters of it a rewrite may get Redis killed")
        : new Check("Memory", true, $"{Text.Bytes(info.UsedMemoryBytes)} used, no limit");

    // A rewrite writes everything anew before it removes the old files.
    private static async Task<Check> CheckSpaceAsync(IShell shell, RedisInfo info, CancellationToken cancellationToken)
    {
        var (size, free) = await Volume.GetSpaceAsync(shell, cancellationToken);
        return new Check("Free space", free >= size / 20 && free >= info.AppendedBytes, $"{Text.Bytes(free)} of {Text.Bytes(size)} in the data directory", "Enlarge the volume: a rewrite needs as much again as the append-only file has");
    }

    private static async Task<Check> CheckJournalAsync(IShell shell, CancellationToken cancellationToken)
    {
        try
        {
            var left = await Recovery.DescribeAsync(shell, cancellationToken);
            return new Check("Interrupted restore", left is null, left ?? "none", "Run Backup or Restore: each finishes or undoes it first");
        }
        catch (LifecycleException exception)
        {
            return new Check("Interrupted restore", false, exception.Problem, exception.Remedy);
        }
    }
}
