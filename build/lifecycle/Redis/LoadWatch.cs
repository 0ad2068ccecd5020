using System.Globalization;
using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>
/// Waits for a Redis that has just started to load its data, with writes held back meanwhile, so that what it holds can be
/// compared with what it should, and a write is acknowledged only by data that stays.
/// </summary>
internal static class LoadWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <param name="host">Knows whether it still runs.</param>
    /// <param name="redis">As it was reached; null where it is not known what it is like with writes held back.</param>
    /// <param name="shell">Beside it.</param>
    /// <param name="limit">How long loading may take.</param>
    /// <param name="reporter">Is told what is waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RedisDidNotStartException">It ended instead, or takes too long.</exception>
    public static async Task<Survey> WaitAsync(IRedisHost host, Survey? redis, IShell shell, TimeSpan limit, IReporter reporter, CancellationToken cancellationToken)
    {
        using var progress = reporter.Begin("Redis loads its data", totalBytes: null);
        var deadline = DateTimeOffset.UtcNow + limit;
        var run = redis?.Info.RunId;
        while (redis is not { Info.Loading: false })
        {
            (redis, var exit) = await Survey.TryTakeAsync(shell, pauseWrites: true, cancellationToken);
            if (redis is not null && redis.Info.RunId != (run ??= redis.Info.RunId))
            {
                throw new RedisDidNotStartException("it ended while it was loading its data");
            }

            if (DateTimeOffset.UtcNow > deadline)
            {
                throw new RedisDidNotStartException(string.Create(CultureInfo.InvariantCulture, $"it did not load its data within {limit.TotalMinutes:0.#} minutes"));
            }

            if (redis is null && await host.TryConnectAsync(cancellationToken) is null)
            {
                throw new RedisDidNotStartException("it ended while it was being waited for");
            }

            if (redis is not { Info.Loading: false })
            {
                progress.Note(redis is null ? exit.Reason : "loading");
                await Task.Delay(Interval, cancellationToken);
            }
        }

        return redis;
    }

    public static Task ResumeWritesAsync(IShell shell, CancellationToken cancellationToken) =>
        new RedisServer(shell).CallAsync(cancellationToken, "CLIENT", "UNPAUSE");
}
