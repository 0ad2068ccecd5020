using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>A time of which only the ends can be restored.</summary>
public sealed record ListedStretch(DateTimeOffset From, DateTimeOffset To);

/// <summary>A span of the timeline in which every moment can be restored, but those at which nobody looked.</summary>
public sealed record ListedSpan(string Log, string Owner, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> Checkpoints, int Segments, bool GapBefore, IReadOnlyList<ListedStretch> Unseen);

/// <summary>Something that removed much.</summary>
public sealed record ListedDeletion(string Place, DateTimeOffset? Time, string Command, long? Keys, int? Database);

/// <summary>What History prints for scripts.</summary>
public sealed record ListedHistory(IReadOnlyList<ListedSpan> Spans, IReadOnlyList<ListedDeletion> Deletions);

/// <summary>Which moments the store can bring back, and what in its logs removed much. Reads all of those.</summary>
/// <param name="since">Nothing earlier is shown.</param>
/// <param name="until">Nothing later is shown.</param>
/// <param name="from">Whose, where not those of the Redis that is worked on.</param>
/// <param name="json">For scripts, rather than for people.</param>
public sealed class History(DateTimeOffset? since, DateTimeOffset? until, string? from, bool json) : IVerb
{
    public string Name => nameof(History);

    /// <exception cref="LifecycleException">A log cannot be read.</exception>
    public async Task<Verdict> RunAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.FindStore() is not { } store)
        {
            return run.SkipOrFail(mayBeSkipped: false, Words.NoBucket, Words.NameBucket);
        }

        var asking = from is null ? await (await run.OpenEnvironmentAsync(cancellationToken)).IdentifyAsync(cancellationToken) : null;
        var owner = from ?? asking!.Name;
        var timeline = await Timeline.ReadAsync(store, await new Catalog(store).ListAsync(cancellationToken), owner, cancellationToken);
        var spans = (await timeline.ReadSpansAsync(cancellationToken)).Where(span => span.To.Time >= (since ?? span.To.Time) && span.From.Time <= (until ?? DateTimeOffset.MaxValue)).ToList();
        if (spans.Count == 0)
        {
            return run.SkipOrFail(mayBeSkipped: false, $"there is no log of {owner} in {store.Location}{(since is null && until is null ? "" : " of that time")}", "Archive makes one; Backups lists the backups");
        }

        var history = await ReadAsync(store, spans, run.Reporter, cancellationToken);
        if (json)
        {
            run.Reporter.Data(JsonSerializer.Serialize(history, HistoryContext.Default.ListedHistory));
        }
        else
        {
            Show(history, asking, run.Reporter);
        }

        return Verdict.Run(Name, $"{owner}: every moment {string.Join(", and ", history.Spans.Select(Describe))}");
    }

    private static string Describe(ListedSpan span) =>
        $"from {Timeline.Moment(span.From)} to {Timeline.Moment(span.To)}{(span.Unseen.Count == 0 ? "" : $" but for {(span.Unseen.Count == 1 ? "a time" : $"{span.Unseen.Count} times")} when nobody looked")}";

    private async Task<ListedHistory> ReadAsync(IBackupStore store, IReadOnlyList<LogSpan> spans, IReporter reporter, CancellationToken cancellationToken)
    {
        using var progress = reporter.Begin("Reading the log", totalBytes: null);
        var history = new ListedHistory([], []);
        foreach (var span in spans)
        {
            var (deletions, unseen) = (new Deletions(span.Log), new Unseen(span.Beginning));
            _ = await new LogReader(store, deletions.Add, unseen.Add).ReadAsync(span.Log, span.From.Position, span.To.Position, progress, cancellationToken);
            history = new ListedHistory([.. history.Spans, List(span, history.Spans.Count > 0, unseen)], [.. history.Deletions, .. List(span, deletions)]);
        }

        return history;
    }

    private ListedSpan List(LogSpan span, bool gapBefore, Unseen unseen) => new(
        span.Log.Name.Timestamp,
        span.Log.Owner.ToString(),
        span.From.Time,
        span.To.Time,
        [.. span.Log.Checkpoints.Select(checkpoint => checkpoint.Backup.Name.Timestamp)],
        span.Log.Segments.Count,
        gapBefore,
        [.. unseen.Stretches.Where(stretch => stretch.To >= (since ?? stretch.To) && stretch.From <= (until ?? stretch.From)).Select(stretch => new ListedStretch(stretch.From, stretch.To))]);

    private IEnumerable<ListedDeletion> List(LogSpan span, Deletions deletions) => deletions.Complete()
        .Where(deletion => (deletion.Time ?? span.To.Time) is var time && time >= (since ?? time) && time <= (until ?? time))
        .Select(deletion => new ListedDeletion(deletion.Place.ToString(), deletion.Time, deletion.Command, deletion.Keys, deletion.Database));

    private static void Show(ListedHistory history, Owner? asking, IReporter reporter)
    {
        foreach (var span in history.Spans)
        {
            reporter.Info($"{(span.GapBefore ? "  gap, then " : "  ")}log {span.Log}: {Timeline.Moment(span.From)} to {Timeline.Moment(span.To)}, {span.Segments} segments, checkpoints {string.Join(", ", span.Checkpoints)}{(asking is null || span.Owner == asking.ToString() ? "" : $"; of another volume: --from {span.Owner} takes it")}");
            foreach (var stretch in span.Unseen)
            {
                reporter.Info($"    nobody looked between {Timeline.Moment(stretch.From)} and {Timeline.Moment(stretch.To)}: of that time only the ends can be restored");
            }
        }

        if (history.Deletions.Count == 0)
        {
            reporter.Info("  Nothing in it removed many keys at once.");
            return;
        }

        reporter.Info($"  {"Removed by",-24}  {"Place",-32}  {"Keys",9}  {"Database",8}  Command");
        foreach (var deletion in history.Deletions)
        {
            reporter.Info(string.Create(CultureInfo.InvariantCulture, $"  {(deletion.Time is { } time ? Timeline.Moment(time) : "?"),-24}  {deletion.Place,-32}  {(deletion.Keys is { } keys ? $"{keys:N0}" : "all"),9}  {(deletion.Database is { } database ? $"{database}" : "?"),8}  {deletion.Command}"));
        }

        reporter.Info("  Restore --before PLACE brings back the moment before one.");
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ListedHistory))]
internal sealed partial class HistoryContext : JsonSerializerContext;
