using System.Globalization;

namespace Lifecycle.Reporting;

/// <summary>Bytes and rate: on a terminal a line that moves, elsewhere a line now and then.</summary>
internal sealed class ProgressLine(string activity, long? total, bool terminal, TimeSpan? inLogsEvery, Action<string> write) : IProgressLine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly TimeSpan _interval = terminal ? TimeSpan.FromMilliseconds(200) : inLogsEvery ?? TimeSpan.FromSeconds(5);
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private TimeSpan _shown;
    private long _bytes;
    private int _width;
    private string? _said;

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
            if (terminal || state != _said)
            {
                ShowWhenDue(_ => $"{activity}: {_said = state}");
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_width > 0)
            {
                write($"\r{new string(' ', _width)}\r");
                _width = 0;
            }
        }
    }

    private void ShowWhenDue(Func<TimeSpan, string> describe)
    {
        var elapsed = TimeProvider.System.GetElapsedTime(_started);
        if (elapsed < Patience || (_shown != default && elapsed - _shown < _interval))
        {
            return;
        }

        _shown = elapsed;
        var line = describe(elapsed);
        write(terminal ? "\r" + line.PadRight(_width) : line + Environment.NewLine);
        _width = terminal ? Math.Max(_width, line.Length) : 0;
    }

    private string Describe(TimeSpan elapsed)
    {
        var share = total is > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {Human.Bytes(total.Value)} ({100.0 * _bytes / total.Value:0}%)") : "";
        return $"{activity}: {Human.Bytes(_bytes)}{share}, {Human.Bytes((long)(_bytes / elapsed.TotalSeconds))}/s";
    }
}
