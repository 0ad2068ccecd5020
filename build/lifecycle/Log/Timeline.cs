using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>From when to when moments can be restored: every one that was followed.</summary>
/// <param name="Log">The log that tells it.</param>
/// <param name="From">Its oldest checkpoint that is still there.</param>
/// <param name="To">The last that it tells.</param>
public sealed record LogSpan(LogGeneration Log, Checkpoint From, LogMoment To)
{
    internal LogMoment Beginning => new(From.Position, From.Time);

    internal bool Tells(DateTimeOffset time) => From.Time <= time && time <= To.Time;

    /// <summary>In words, with how far behind it is. For a glance: what of it nobody has followed takes reading all of it.</summary>
    internal string Describe(DateTimeOffset now) => $"what was followed from {Timeline.Moment(From.Time)} to {Timeline.Moment(To.Time)}, {Human.Age(now - To.Time)} behind; History shows it";
}

/// <summary>What moments of a Redis a store can bring back: those that its logs tell, and those of its backups.</summary>
internal sealed class Timeline
{
    private readonly IBackupStore _store;
    private readonly LogCatalog _catalog;
    private readonly IReadOnlyList<LogGeneration> _logs;
    private readonly IReadOnlyList<StoredBackup> _backups;

    private Timeline(IBackupStore store, LogCatalog catalog, IReadOnlyList<LogGeneration> logs, IReadOnlyList<StoredBackup> backups) =>
        (_store, _catalog, _logs, _backups) = (store, catalog, logs, backups);

    /// <param name="store">Where they are.</param>
    /// <param name="backups">All of the store.</param>
    /// <param name="owner">A name, which a rebuilt Redis keeps, or a name with an id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Timeline> ReadAsync(IBackupStore store, IReadOnlyList<StoredBackup> backups, string owner, CancellationToken cancellationToken)
    {
        var catalog = new LogCatalog(store);
        var logs = await catalog.ListAsync(SegmentKey.Beginning(owner), each => each.IsCalled(owner), backups, cancellationToken);
        return new Timeline(store, catalog, logs, [.. backups.Where(backup => backup.IsComplete && backup.Owner?.IsCalled(owner) == true)]);
    }

    /// <summary>Nobody has ever followed this Redis.</summary>
    public bool IsEmpty => _logs.Count == 0;

    /// <summary>Oldest first; those that nothing can be restored from any more are left out.</summary>
    public async Task<IReadOnlyList<LogSpan>> ReadSpansAsync(CancellationToken cancellationToken)
    {
        var spans = new List<LogSpan>();
        foreach (var log in _logs)
        {
            if (await ReadSpanAsync(log, cancellationToken) is { } span)
            {
                spans.Add(span);
            }
        }

        return spans;
    }

    /// <summary>The newest, for a glance.</summary>
    public async Task<LogSpan?> ReadNewestAsync(CancellationToken cancellationToken)
    {
        foreach (var log in _logs.Reverse())
        {
            if (await ReadSpanAsync(log, cancellationToken) is { } span)
            {
                return span;
            }
        }

        return null;
    }

    /// <summary>The log as it was at a time. What came in the seconds before may be missing, and nothing later is in it.</summary>
    /// <returns>Null where there is none that began so early, or a backup of that very second: then a backup is what there is.</returns>
    /// <exception cref="LifecycleException">Nobody looked then; the message names the nearest moments on both sides. Or two logs tell of it.</exception>
    public async Task<LogTail?> AtAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var spans = await ReadSpansAsync(cancellationToken);
        if (spans.Where(each => each.Tells(time)).ToList() is [var one, var other, ..])
        {
            throw Ambiguous(time, one, other);
        }

        var begun = spans.Where(each => each.From.Time <= time).ToList();
        if ((begun.Find(each => each.Tells(time)) ?? begun.LastOrDefault()) is not { } span || (time > span.To.Time && _backups.Any(backup => backup.Name == BackupName.At(time))))
        {
            return null;
        }

        if (time > span.To.Time)
        {
            throw Gap(time, span, spans);
        }

        var (before, after) = await _catalog.FindAsync(span.Log, time, cancellationToken);
        var last = before is null || before.Position < span.From.Position ? span.Beginning : before;
        if (last == span.Beginning && last.Time != time && await _catalog.FindAroundAsync(span.Log, last.Position, cancellationToken) is ({ } looked, var next) && looked.Time > time)
        {
            throw Unknown(time, $"a clock was set back: the checkpoint at {Moment(last.Time)} was taken when the log said {Moment(looked.Time)}", last.Time, next?.Time ?? span.To.Time);
        }

        return after is null || last.Time == time || last.LastsUntil(after)
            ? TailTo(span.Log, last.Position)
            : throw Unknown(time, $"nobody looked between {Moment(last.Time)} and {Moment(after.Time)}", last.Time, after.Time);
    }

    /// <summary>A log up to a place in it.</summary>
    /// <exception cref="LifecycleException">There is no such log, or no checkpoint from which it goes on to there.</exception>
    public LogTail Before(LogPlace place) =>
        _logs.LastOrDefault(log => log.IsOf(place)) is { } log
            ? TailTo(log, place.Position)
            : throw new NotFoundException($"There is no log {place.Generation} in {_store.Location}", "History shows which there are");

    private LogTail TailTo(LogGeneration log, AofPosition position) => log.FindCheckpoint(position) is { } checkpoint
        ? new LogTail(_store, log, checkpoint, position)
        : throw new NotFoundException($"No checkpoint is left from which log {log.Name} goes on to {position}", "History shows from when on it can be restored");

    private async Task<LogSpan?> ReadSpanAsync(LogGeneration log, CancellationToken cancellationToken) =>
        log.Checkpoints is [var from, ..]
        && await _catalog.ReadEndAsync(log, cancellationToken) is { } end && end.Position >= from.Position
            ? new LogSpan(log, from, end)
            : null;

    private LifecycleException Gap(DateTimeOffset time, LogSpan span, IReadOnlyList<LogSpan> spans)
    {
        var moments = _backups.Except(spans.Select(each => each.From.Backup)).Select(backup => backup.Name.Time).Concat(spans.SelectMany(each => new[] { each.From.Time, each.To.Time })).ToList();
        var before = moments.Where(moment => moment <= time).Append(span.To.Time).Max();
        var after = moments.Where(moment => moment > time).Select(moment => (DateTimeOffset?)moment).Min();
        return Unknown(time, $"its log ends at {Moment(span.To.Time)}{(after is null ? "" : $" and begins again at {Moment(after.Value)}")}", before, after);
    }

    // By clocks of which one was wrong, or of two volumes of one name.
    private static LifecycleException Ambiguous(DateTimeOffset time, LogSpan one, LogSpan other)
    {
        var (first, last) = (one.From.Time > other.From.Time ? one.From.Time : other.From.Time, one.To.Time < other.To.Time ? one.To.Time : other.To.Time);
        return new LifecycleException(
            $"Two logs tell what Redis held at {Moment(time)}: {one.Log.Name} of {one.Log.Owner} and {other.Log.Name} of {other.Log.Owner}",
            one.Log.Owner == other.Log.Owner
                ? $"Name a moment before {Moment(first)} or after {Moment(last)}, or with --before a place that History shows"
                : "Add --from and one of the two owners");
    }

    private static LifecycleException Unknown(DateTimeOffset time, string why, DateTimeOffset before, DateTimeOffset? after) => new(
        $"Nothing tells what Redis held at {Moment(time)}: {why}",
        $"The nearest moments are --at {Moment(before)}{(after is null ? "" : $" and --at {Moment(after.Value)}")}");

    internal static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString(time.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
