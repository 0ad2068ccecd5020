using Lifecycle.Reporting;

namespace Lifecycle.Log;

/// <summary>
/// The time of a log: this machine's, but it never goes back. Where that clock is set back, it goes on from where it was.
/// </summary>
internal sealed class LogClock(TimeProvider clock, IReporter reporter)
{
    private static readonly TimeSpan Slight = TimeSpan.FromSeconds(2);

    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private long? _asked;
    private bool _isTold;

    /// <summary>Nothing earlier than this is told: the log has come so far.</summary>
    public void StartAt(DateTimeOffset time)
    {
        _last = time;
        _asked = clock.GetTimestamp();
    }

    public DateTimeOffset Now()
    {
        var passed = _asked is { } asked ? clock.GetElapsedTime(asked) : TimeSpan.Zero;
        _asked = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        if (now < _last)
        {
            Tell(_last - now);
            now = _last + passed;
        }

        return _last = now;
    }

    private void Tell(TimeSpan back)
    {
        if (!_isTold && back > Slight)
        {
            _isTold = true;
            reporter.Warn($"This machine's clock was set back by {Human.Age(back)}. The log goes on by the time that it had, so that its moments stay in order.");
        }
    }
}
