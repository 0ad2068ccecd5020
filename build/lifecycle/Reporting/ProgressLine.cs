using System.Globalization;

namespace Lifecycle.Reporting;

/// <summary>Bytes and rate: on a terminal a line that moves, elsewhere a line now and then.</summary>
internal sealed class ProgressLine : IProgressLine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan InLogs = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly string _activity;
    private readonly long? _total;
    private readonly TimeSpan _interval;
    private readonly Action<string> _show;
    private readonly LiveLine? _live;
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private TimeSpan _shown;
    private long _bytes;
    private string? _said;

    /// <summary>In a log.</summary>
    public ProgressLine(string activity, long? total, TimeSpan? interval, Action<string> show) =>
        (_activity, _total, _interval, _show) = (activity, total, interval ?? InLogs, show);

    /// <summary>On a terminal.</summary>
    public ProgressLine(string activity, long? total, LiveLine live)
    {
        (_activity, _total, _interval, _live) = (activity, total, OnTerminal, live);
        _show = line => live.Draw(this, line);
        live.Begin(this);
    }

    public void Advance(long bytes)
    {
        lock (_lock)
        {
            _bytes += bytes;
            ShowWhenDue(Describe);
        }
    }

    public void Note(string state)
    {
        lock (_lock)
        {
            // On a terminal it is drawn over itself; in a log, once is enough.
            if (_live is not null || state != _said)
            {
                ShowWhenDue(_ => $"{_activity}: {_said = state}");
            }
        }
    }

    public void Dispose() => _live?.End(this);

    private void ShowWhenDue(Func<TimeSpan, string> describe)
    {
        var elapsed = TimeProvider.System.GetElapsedTime(_started);
        if (elapsed < Patience || (_shown != default && elapsed - _shown < _interval))
        {
            return;
        }

        _shown = elapsed;
        _show(describe(elapsed));
    }

    private string Describe(TimeSpan elapsed)
    {
        var share = _total is > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {Human.Bytes(_total.Value)} ({100.0 * _bytes / _total.Value:0}%)") : "";
        return $"{_activity}: {Human.Bytes(_bytes)}{share}, {Human.Bytes((long)(_bytes / elapsed.TotalSeconds))}/s";
    }
}
