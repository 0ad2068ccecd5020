using Lifecycle.Log;
using Lifecycle.Redis;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Log;

/// <summary>What a rotation leaves of a log.</summary>
public sealed class LogRetentionTests
{
    [Fact]
    [Campaign]
    public async Task What_no_kept_checkpoint_needs_is_rotated_away_and_the_rest_restores()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        var writes = await CheckpointOftenAsync(checkout);
        var all = checkout.Segments.Count;
        var before = Assert.Single((await checkout.HistoryAsync()).Spans);

        Assert.Contains($"remove {before.Checkpoints.Count - 1}", await checkout.MustAsync("Rotate", "--keep", "1"), StringComparison.Ordinal);

        Assert.InRange(checkout.Segments.Count, 1, all - 1);
        var after = Assert.Single((await checkout.HistoryAsync()).Spans);
        Assert.Equal(before.Checkpoints[^1], Assert.Single(after.Checkpoints));
        _ = await checkout.CallAsync("FLUSHALL");
        await checkout.RestoreAsync(after.To);
        Assert.Equal(writes, await checkout.CallAsync("GET", "writes"));
    }

    [Fact]
    [Campaign]
    public async Task How_long_a_log_is_to_reach_back_keeps_the_checkpoints_that_it_needs()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        _ = await CheckpointOftenAsync(checkout);
        var before = Assert.Single((await checkout.HistoryAsync()).Spans);

        _ = await checkout.MustAsync("Rotate", "--keep", "1", "--keep-log", "7d");

        Assert.Equal(before.Checkpoints, Assert.Single((await checkout.HistoryAsync()).Spans).Checkpoints);
    }

    [Fact]
    public void A_segment_that_is_missing_takes_nothing_with_it_that_a_kept_backup_needs()
    {
        var owner = Owner.TryParse("a.b.0123abcd") ?? throw new InvalidOperationException("no owner");
        var generation = BackupName.Parse("20260207T114100Z");
        var all = Enumerable.Range(1, 9).Select(number => new SegmentKey(owner, generation, number, new AofPosition(1, number * 100))).ToList();
        var (removed, kept) = (Checkpoint("20260207T114100Z", 100), Checkpoint("20260207T124100Z", 650));

        foreach (var missing in all.Skip(1))
        {
            var logs = LogGeneration.Of(all.Where(segment => segment != missing), [removed, kept]);

            var dispensable = new LogRetention(logs).Dispensable(new RetentionPlan([kept.Backup], [removed.Backup]));

            Assert.All(dispensable, segment => Assert.True(segment.From < new AofPosition(1, 600), $"without {missing.Number}, {segment.Number} goes"));
            Assert.NotEmpty(dispensable);
        }

        Checkpoint Checkpoint(string timestamp, long offset) => new(Stores.Backups.Complete(timestamp, owner), new AofPosition(1, offset), BackupName.Parse(timestamp).Time);
    }

    [Fact]
    public void What_follows_the_only_backup_stays_where_its_first_segment_is_missing()
    {
        var owner = Owner.TryParse("a.b.0123abcd") ?? throw new InvalidOperationException("no owner");
        var generation = BackupName.Parse("20260207T114100Z");
        var listed = Enumerable.Range(2, 8).Select(number => new SegmentKey(owner, generation, number, new AofPosition(1, number * 100))).ToList();
        var kept = new Checkpoint(Stores.Backups.Complete("20260207T114100Z", owner), new AofPosition(1, 100), generation.Time);
        var retention = new LogRetention(LogGeneration.Of(listed, [kept]));

        Assert.Empty(retention.Dispensable(new RetentionPlan([kept.Backup], [])));
        Assert.Equal([kept.Backup.Name], retention.Needed(keepLog: null, DateTimeOffset.UtcNow, new HashSet<BackupName>()));
    }

    [Fact]
    public void In_the_place_of_a_checkpoint_that_a_drill_could_not_restore_the_one_before_it_stays()
    {
        var owner = Owner.TryParse("a.b.0123abcd") ?? throw new InvalidOperationException("no owner");
        var generation = BackupName.Parse("20260207T104100Z");
        var segments = Enumerable.Range(1, 9).Select(number => new SegmentKey(owner, generation, number, new AofPosition(1, number * 100))).ToList();
        List<Checkpoint> checkpoints = [.. Enumerable.Range(0, 4).Select(hour => new Checkpoint(Stores.Backups.Complete(BackupName.At(generation.Time.AddHours(hour)).Timestamp, owner), new AofPosition(1, 100 + (hour * 200)), generation.Time.AddHours(hour)))];
        var retention = new LogRetention(LogGeneration.Of(segments, checkpoints));
        var now = generation.Time.AddHours(3.5);

        Assert.Equal([2, 3], Needed());
        Assert.Equal([1, 2, 3], Needed(2));
        Assert.Equal([0, 1, 2, 3], Needed(1, 2));

        List<int> Needed(params int[] failed)
        {
            var needed = retention.Needed(TimeSpan.FromHours(1), now, failed.Select(index => checkpoints[index].Backup.Name).ToHashSet());
            return [.. Enumerable.Range(0, 4).Where(index => needed.Contains(checkpoints[index].Backup.Name))];
        }
    }

    /// <summary>Writes until there are four checkpoints.</summary>
    /// <returns>How often it has written.</returns>
    private static async Task<string> CheckpointOftenAsync(ArchivedCheckout checkout)
    {
        var archiver = await checkout.ArchiveAsync("--checkpoint-every", "2s");
        var writes = "";
        await Eventually.IsTrueAsync(async () =>
        {
            writes = await checkout.CallAsync("INCR", "writes");
            await Task.Delay(TimeSpan.FromMilliseconds(500), RedisInstance.Cancel);
            return Directory.GetFiles(checkout.Store, "*.tgz.sha256", SearchOption.AllDirectories).Length >= 4;
        });

        _ = await ArchivedCheckout.EndAsync(archiver);
        return writes;
    }
}
