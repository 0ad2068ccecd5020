namespace Lifecycle.Tests.Waiting;

/// <summary>A clock that goes on by hand, or as far as somebody waits for it.</summary>
internal sealed class HandClock : TimeProvider
{
    private readonly Lock _lock = new();
    private TimeSpan _now;
    private TimeSpan _back;

    /// <summary>Each pause that was asked for.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time)
    {
        lock (_lock)
        {
            _now += time;
        }
    }

    /// <summary>What somebody does to the time of day; what passes meanwhile is not touched.</summary>
    public void SetBack(TimeSpan time) => _back += time;

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _now.Ticks;
        }
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(GetTimestamp()) - _back;

    /// <summary>Whoever waits has waited.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Pauses.Add(dueTime);
        Advance(dueTime);
        _ = ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Elapsed();
    }

    private sealed class Elapsed : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
