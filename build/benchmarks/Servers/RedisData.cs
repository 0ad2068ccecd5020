using System.Globalization;
using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Reporting;

namespace Lifecycle.Benchmarks.Servers;

/// <summary>Brings /data to a size.</summary>
internal static class RedisData
{
    private const int CommandsAtOnce = 500;
    private const double Tolerance = 0.02;

    /// <exception cref="NotHereException">The volume is too small, or the pod cannot be reached from here.</exception>
    public static async Task<long> GrowAsync(RedisPod redis, long bytes, CancellationToken cancellationToken)
    {
        await RequireRoomAsync(redis, bytes, cancellationToken);
        // A rewrite would make it as small as what Redis holds, and a dump would come on top.
        _ = await redis.CallAsync(cancellationToken, "CONFIG", "SET", "auto-aof-rewrite-percentage", "0", "save", "");
        if (await redis.DataBytesAsync(cancellationToken) > bytes * (1 + Tolerance))
        {
            await EmptyAsync(redis, cancellationToken);
        }

        var present = await redis.DataBytesAsync(cancellationToken);
        await FillAsync(redis, new EventRecords(seed: (int)(present % int.MaxValue)), bytes - present, cancellationToken);
        var reached = await redis.DataBytesAsync(cancellationToken);
        return Math.Abs(reached - bytes) <= (bytes * Tolerance) + 65536
            ? reached
            : throw new LifecycleException($"/data has {reached} bytes instead of {bytes}", "Something else writes to this Redis, or rewrites its append-only file");
    }

    /// <summary>No key, and the files of a Redis that has none.</summary>
    public static async Task EmptyAsync(RedisPod redis, CancellationToken cancellationToken)
    {
        _ = await redis.CallAsync(cancellationToken, "FLUSHALL");
        _ = await redis.CallAsync(cancellationToken, "BGREWRITEAOF");
        while (RedisInfo.Parse(await redis.CallAsync(cancellationToken, "INFO")) is { Loading: true }
            || (await redis.CallAsync(cancellationToken, "INFO", "persistence")).Contains("aof_rewrite_in_progress:1", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }

        _ = await redis.ReadAsync("rm -f dump.rdb", cancellationToken);
    }

    private static async Task FillAsync(RedisPod redis, EventRecords records, long bytes, CancellationToken cancellationToken)
    {
        using var socket = new RedisSocket(await redis.EndPointAsync(cancellationToken));
        using var batch = new MemoryStream();
        for (var written = 0L; written < bytes; written += batch.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch.SetLength(0);
            var count = 0;
            for (; count < CommandsAtOnce && written + batch.Length < bytes; count++)
            {
                batch.Write(records.Next());
            }

            socket.CallAll(batch.GetBuffer().AsSpan(0, (int)batch.Length), count);
        }
    }

    private static async Task RequireRoomAsync(RedisPod redis, long bytes, CancellationToken cancellationToken)
    {
        var free = long.Parse(await redis.ReadAsync("df -P -k . | awk 'NR == 2 { print $4 }'", cancellationToken), CultureInfo.InvariantCulture) * 1024;
        if (free < bytes * 4)
        {
            throw new NotHereException($"the volume has {Human.Bytes(free)} left, and {Human.Bytes(bytes)} of data with what restores put beside it need four times as much");
        }
    }
}
