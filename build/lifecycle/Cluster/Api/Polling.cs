using System.Diagnostics;

namespace Lifecycle.Cluster;

/// <summary>Asks again until there is an answer. Polling, because the API server may drop a watch without a word.</summary>
internal static class Polling
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>The first answer that is not null; null where there was none in time.</summary>
    public static async Task<T?> UntilAsync<T>(Func<CancellationToken, Task<T?>> ask, TimeSpan timeout, CancellationToken cancellationToken)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await ask(cancellationToken) is { } answer)
            {
                return answer;
            }

            if (Stopwatch.GetElapsedTime(started) > timeout)
            {
                return null;
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    /// <summary>False where it did not come true in time.</summary>
    public static async Task<bool> UntilTrueAsync(Func<CancellationToken, Task<bool>> ask, TimeSpan timeout, CancellationToken cancellationToken) =>
        await UntilAsync(async token => await ask(token) ? "yes" : null, timeout, cancellationToken) is not null;
}
