using System.Diagnostics;

namespace Lifecycle.Tests.Proxies;

/// <summary>So many bytes a second, of all that pass together.</summary>
internal sealed class Throttle
{
    private long _due;

    /// <summary>0 for no limit.</summary>
    public long BytesPerSecond { get; set; }

    public async Task PassAsync(int count, CancellationToken cancellationToken)
    {
        if (BytesPerSecond == 0)
        {
            return;
        }

        var now = Stopwatch.GetTimestamp();
        var due = Interlocked.Add(ref _due, count * Stopwatch.Frequency / BytesPerSecond);
        if (due < now)
        {
            _ = Interlocked.CompareExchange(ref _due, now, due);
        }
        else
        {
            await Task.Delay(Stopwatch.GetElapsedTime(now, due), cancellationToken);
        }
    }
}
