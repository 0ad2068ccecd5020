using System.Globalization;
using Lifecycle.Redis;
using Lifecycle.Reporting;

namespace Lifecycle.Log;

/// <summary>How far an archiver has come: for one line a minute in a log, and a live one on a terminal.</summary>
internal sealed class LogProgress(IReporter reporter, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly IProgressLine _line = reporter.Begin("Following the log", totalBytes: null, inLogsEvery: Minute);
    private long _storedAt;

    public long Bytes { get; private set; }

    public long Packed { get; private set; }

    public int Segments { get; private set; }

    public AofPosition? Position { get; private set; }

    /// <summary>The last moment that can be restored.</summary>
    public DateTimeOffset? Time { get; private set; }

    public void Count(PackedSegment stored)
    {
        Bytes += stored.Head.Length;
        Packed += stored.Content.Length;
        Segments++;
        if (stored.Head.Ticks is [.., var last])
        {
            Position = stored.From + last.At;
            Time = last.Time;
        }

        _storedAt = clock.GetTimestamp();
    }

    public void Show(AofPosition read, long waiting) => _line.Note(string.Create(
        CultureInfo.InvariantCulture,
        $"at {read}, {(_storedAt == 0 ? "nothing stored yet" : $"stored {Human.Age(clock.GetElapsedTime(_storedAt))} ago")}, {Human.Bytes(Bytes)} in {Human.Count(Segments, "segment")}{(waiting > 0 ? $", {Human.Bytes(waiting)} waiting on the volume" : "")}"));

    public void Dispose() => _line.Dispose();
}
