using System.Net;
using Lifecycle.Benchmarks.Servers;

namespace Lifecycle.Benchmarks.Measuring;

/// <summary>A client that writes so many records a second, until it is stopped. A thread of its own, lest the pool delay it.</summary>
internal sealed class Writer
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _writing;

    private Writer(IPEndPoint redis, int perSecond) =>
        _writing = Task.Factory.StartNew(() => Write(redis, TimeSpan.FromSeconds(1) / perSecond), _end.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static Writer Start(IPEndPoint redis, int perSecond) => new(redis, perSecond);

    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _writing;
        _end.Dispose();
    }

    private void Write(IPEndPoint redis, TimeSpan interval)
    {
        using var client = new RedisSocket(redis);
        var records = new EventRecords(seed: 50);
        while (!_end.IsCancellationRequested)
        {
            client.CallAll(records.Next(), count: 1);
            Thread.Sleep(interval);
        }
    }
}
