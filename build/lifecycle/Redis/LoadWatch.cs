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
    // CLIENT PAUSE is answered while loading; it ends by itself should nobody come to end it.
    internal const string PauseAndLook = RedisServer.Cli + """
        redis CLIENT PAUSE 15000 WRITE >/dev/null 2>&1 || :
        redis INFO
        """;

    public static async Task<RedisInfo> WaitAsync(IRedisHost host, IShell shell, TimeSpan limit, IReporter reporter, CancellationToken cancellationToken)
    {
        using var progress = reporter.Begin("Redis loads its data", totalBytes: null);
        var deadline = DateTimeOffset.UtcNow + limit;
        string? run = null;
        while (true)
        {
            var (exit, text) = await shell.TryReadAsync(new Command(PauseAndLook), cancellationToken);
            if (exit.Succeeded)
            {
                var info = RedisInfo.Parse(text);
                if (run is not null && run != info.RunId)
                {
                    throw new RedisDidNotStartException("it ended while it was loading its data");
                }

                if (!info.Loading)
                {
                    return info;
                }

                run = info.RunId;
            }

            if (DateTimeOffset.UtcNow > deadline)
            {
                throw new RedisDidNotStartException(string.Create(CultureInfo.InvariantCulture, $"it did not load its data within {limit.TotalMinutes:0.#} minutes"));
            }

            progress.Note(exit.Succeeded ? "loading" : exit.Reason);
            if (!exit.Succeeded && await host.TryConnectAsync(cancellationToken) is null)
            {
                throw new RedisDidNotStartException("it ended while it was being waited for");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }

    public static Task ResumeWritesAsync(IShell shell, CancellationToken cancellationToken) =>
        new RedisServer(shell).CallAsync(cancellationToken, "CLIENT", "UNPAUSE");
}
