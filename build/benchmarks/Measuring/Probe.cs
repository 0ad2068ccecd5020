using System.Diagnostics;
using System.Net;
using Lifecycle.Benchmarks.Servers;

namespace Lifecycle.Benchmarks.Measuring;

/// <summary>A client that sends one command again and again, and notes how long each answer takes. A thread of its own, lest the pool delay it.</summary>
internal sealed class Probe
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    private readonly List<TimeSpan> _times = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Task _asking;

    private Probe(IPEndPoint redis, string command) => _asking = Task.Factory.StartNew(() => Ask(redis, command), _end.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static Probe Start(IPEndPoint redis, string command) => new(redis, command);

    public async Task<IReadOnlyList<TimeSpan>> StopAsync()
    {
        await _end.CancelAsync();
        await _asking;
        _end.Dispose();
        return _times;
    }

    private void Ask(IPEndPoint redis, string command)
    {
        using var client = new RedisSocket(redis);
        while (!_end.IsCancellationRequested)
        {
            var sent = Stopwatch.GetTimestamp();
            _ = client.Call(command);
            _times.Add(Stopwatch.GetElapsedTime(sent));
            Thread.Sleep(Interval);
        }
    }
}
