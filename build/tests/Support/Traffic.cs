using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Lifecycle.Tests.Support;

/// <summary>
/// Clients of a busy Redis: one writes as fast as it can, one rewrites the append-only file every second, one counts up
/// and remembers what was acknowledged. Ends with the test.
/// </summary>
internal sealed class Traffic : IAsyncDisposable
{
    public const string Counter = "traffic:counter";

    private readonly CancellationTokenSource _end = new(TimeSpan.FromMinutes(10));
    private readonly List<Task> _clients = [];
    private readonly ConcurrentQueue<TimeSpan> _pings = [];
    private long _acknowledged;
    private int _rewrites;

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public int Rewrites => _rewrites;

    /// <summary>How long each PING took, in the order in which they were sent.</summary>
    public IReadOnlyList<TimeSpan> Pings => [.. _pings];

    public static Task<Traffic> StartAsync(RedisInstance redis) => StartAsync(new UnixDomainSocketEndPoint(Path.Combine(redis.Folders.Root, "redis.sock")));

    /// <param name="redis">Where it is.</param>
    /// <param name="rewrites">False for a test that rewrites the append-only file itself.</param>
    public static async Task<Traffic> StartAsync(EndPoint redis, bool rewrites = true)
    {
        var traffic = new Traffic();
        traffic._clients.Add(traffic.WriteAsync(redis));
        if (rewrites)
        {
            traffic._clients.Add(traffic.RewriteAsync(redis));
        }

        traffic._clients.Add(traffic.CountAsync(redis));
        traffic._clients.Add(traffic.PingAsync(redis));
        while (traffic.Acknowledged < 100)
        {
            await Task.Delay(10, RedisInstance.Cancel);
        }

        return traffic;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_clients).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    /// <summary>The 99th percentile.</summary>
    public static TimeSpan P99(IReadOnlyCollection<TimeSpan> times) => times.Order().ElementAt(times.Count * 99 / 100);

    private async Task WriteAsync(EndPoint redis)
    {
        using var client = await ConnectAsync(redis);
        var value = new string('v', 200);
        for (var index = 0; ; index = (index + 1) % 5000)
        {
            _ = await client.CallAsync($"SET traffic:{index} {value}", _end.Token);
        }
    }

    private async Task RewriteAsync(EndPoint redis)
    {
        using var client = await ConnectAsync(redis);
        while (true)
        {
            if ((await client.CallAsync("BGREWRITEAOF", _end.Token)).StartsWith('+'))
            {
                _ = Interlocked.Increment(ref _rewrites);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _end.Token);
        }
    }

    private async Task CountAsync(EndPoint redis)
    {
        using var client = await ConnectAsync(redis);
        while (true)
        {
            var answer = await client.CallAsync($"INCR {Counter}", _end.Token);
            _ = Interlocked.Exchange(ref _acknowledged, long.Parse(answer.AsSpan(1), CultureInfo.InvariantCulture));
        }
    }

    private async Task PingAsync(EndPoint redis)
    {
        using var client = await ConnectAsync(redis);
        while (true)
        {
            var sent = Stopwatch.GetTimestamp();
            _ = await client.CallAsync("PING", _end.Token);
            _pings.Enqueue(Stopwatch.GetElapsedTime(sent));
            await Task.Delay(TimeSpan.FromMilliseconds(5), _end.Token);
        }
    }

    private Task<RedisClient> ConnectAsync(EndPoint redis) => RedisClient.ConnectAsync(redis, _end.Token);
}
