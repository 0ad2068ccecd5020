using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Log;

/// <summary>Counts up in a Redis until that is gone, and remembers when each number was acknowledged.</summary>
internal sealed class CountingClient : IAsyncDisposable
{
    public const string Key = "counted";

    private readonly CancellationTokenSource _end = new(TimeSpan.FromMinutes(5));
    private readonly List<long> _acknowledged = [];
    private readonly Task _counting;

    public CountingClient(string socket) => _counting = CountAsync(socket);

    /// <summary>The last number that was acknowledged.</summary>
    public int Last => _acknowledged.Count;

    /// <summary>How long before the last one a number was acknowledged.</summary>
    public TimeSpan Before(int number) => number >= Last ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_acknowledged[Math.Max(0, number - 1)], _acknowledged[^1]);

    public async Task AwaitEndAsync() => await _counting.WaitAsync(RedisInstance.Cancel);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _counting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task CountAsync(string path)
    {
        using var client = await RedisClient.ConnectAsync(new UnixDomainSocketEndPoint(path), _end.Token);
        try
        {
            for (var number = 1; await client.CallAsync(string.Create(CultureInfo.InvariantCulture, $"SET {Key} {number}"), _end.Token) is "+OK"; number++)
            {
                _acknowledged.Add(Stopwatch.GetTimestamp());
                await Task.Delay(1, _end.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Redis is gone, which is what is waited for.
        }
    }
}
