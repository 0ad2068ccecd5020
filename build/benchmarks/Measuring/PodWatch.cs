using Lifecycle.Benchmarks.Servers;

namespace Lifecycle.Benchmarks.Measuring;

/// <summary>Looks at what a measured program does to Redis: what its container uses, and how long clients wait.</summary>
internal sealed class PodWatch(RedisPod redis)
{
    private const string Question = "PING";
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(3);

    private readonly List<TimeSpan> _idle = [];

    /// <summary>How long each PING took while nothing was measured.</summary>
    public IReadOnlyList<TimeSpan> Idle => _idle;

    public async Task LookAtIdleAsync(CancellationToken cancellationToken)
    {
        var probe = Probe.Start(await redis.EndPointAsync(cancellationToken), Question);
        await Task.Delay(IdleTime, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _idle.AddRange(await probe.StopAsync());
        cancellationToken.ThrowIfCancellationRequested();
    }

    public async Task<(Sample Sample, string Output)> DuringAsync(Func<Task<(Sample Sample, string Output)>> run, CancellationToken cancellationToken)
    {
        var group = await redis.GroupAsync(cancellationToken);
        var before = group?.Read();
        var probe = Probe.Start(await redis.EndPointAsync(cancellationToken), Question);
        IReadOnlyList<TimeSpan> pings = [];
        Sample sample;
        string output;
        try
        {
            (sample, output) = await run();
        }
        finally
        {
            pings = await probe.StopAsync();
        }

        return (sample with { Pings = pings, Pod = before is null ? null : group!.Read() - before }, output);
    }
}
