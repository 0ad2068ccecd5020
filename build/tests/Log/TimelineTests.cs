using System.Text;
using Lifecycle.Archives;
using Lifecycle.Embedded;
using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Stores;
using Lifecycle.Tests.S3;
using Lifecycle.Tests.Support;
using Lifecycle.Verbs;

namespace Lifecycle.Tests.Log;

/// <summary>A moment is told by one log, or not at all.</summary>
public sealed class TimelineTests : StoreTest
{
    private const string Run = "run";

    private static readonly Owner Mine = new("dev.data.redis", "1a2b3c4d");
    private static readonly Owner Earlier = new("dev.data.redis", "0f0f0f0f");
    private static readonly DateTimeOffset Noon = new(2026, 2, 7, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_moment_that_two_logs_tell_of_is_refused_and_the_nearest_that_one_tells_are_named()
    {
        await ArchiveAsync(Mine, Noon, minutes: 30);
        await ArchiveAsync(Mine, Noon.AddMinutes(20), minutes: 30);

        var refusal = await Assert.ThrowsAsync<LifecycleException>(() => SelectAsync(Noon.AddMinutes(25)));

        Assert.Contains("Two logs tell what Redis held at 2026-02-07T12:25:00Z: 20260207T120000Z of dev.data.redis.1a2b3c4d and 20260207T122000Z", refusal.Problem, StringComparison.Ordinal);
        Assert.Contains("before 2026-02-07T12:20:00Z or after 2026-02-07T12:30:00Z", refusal.Remedy, StringComparison.Ordinal);
        Assert.Equal("20260207T120000Z", (await SelectAsync(Noon.AddMinutes(19)))?.Log?.Log.Name.Timestamp);
        Assert.Equal("20260207T122000Z", (await SelectAsync(Noon.AddMinutes(31)))?.Log?.Log.Name.Timestamp);
    }

    [Fact]
    public async Task A_rebuilt_redis_finds_the_log_of_its_earlier_volume()
    {
        await ArchiveAsync(Earlier, Noon, minutes: 30);

        Assert.Equal(Earlier, (await SelectAsync(Noon.AddMinutes(10)))?.Log?.Log.Owner);
    }

    [Fact]
    public async Task Since_a_redis_has_a_backup_of_its_own_the_log_of_another_volume_is_not_taken_for_its()
    {
        await ArchiveAsync(Mine, Noon, minutes: 0);
        await ArchiveAsync(Earlier, Noon.AddMinutes(1), minutes: 30);

        var refusal = await Assert.ThrowsAsync<LifecycleException>(() => SelectAsync(Noon.AddMinutes(10)));
        Assert.Contains("its log ends at 2026-02-07T12:00:00Z", refusal.Problem, StringComparison.Ordinal);
        Assert.Equal(Earlier, (await SelectAsync(Noon.AddMinutes(10), from: Earlier.ToString()))?.Log?.Log.Owner);
    }

    [Fact]
    public async Task Before_the_oldest_log_the_newest_backup_is_taken_and_named()
    {
        await BackUpAsync(Mine, Noon.AddHours(-9), position: null);
        await ArchiveAsync(Mine, Noon, minutes: 30);
        await using var said = new StringWriter();

        var source = await SelectAsync(Noon.AddHours(-2), said: said);

        Assert.Equal("20260207T030000Z", source?.Id);
        Assert.Null(source?.Log);
        Assert.Contains("No log tells of 2026-02-07T10:00:00Z: what is taken is 20260207T030000Z, the newest backup before it", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Within_the_second_that_names_a_checkpoint_nothing_is_told_of_what_came_before_it_was_taken()
    {
        await ArchiveAsync(Mine, Noon.AddMilliseconds(800), minutes: 30);

        await using var said = new StringWriter();
        Assert.Null((await SelectAsync(Noon.AddMilliseconds(700), said: said))?.Log);
        Assert.Contains("No log tells of 2026-02-07T12:00:00.700Z", said.ToString(), StringComparison.Ordinal);
        Assert.NotNull((await SelectAsync(Noon.AddMilliseconds(800)))?.Log);
    }

    [Fact]
    public async Task A_moment_before_a_checkpoint_by_a_clock_that_was_set_back_is_refused()
    {
        await ArchiveAsync(Mine, Noon, minutes: 90);
        // The log goes on by the time that it had; the checkpoint has the clock's.
        var command = SampleData.Encode("INCR", "minutes").Length;
        await BackUpAsync(Mine, Noon.AddMinutes(10), new AofPosition(1, 60 * command), Noon);
        Directory.Delete(Path.Combine(Folder.FullName, BackupName.At(Noon).Timestamp), recursive: true);

        var refusal = await Assert.ThrowsAsync<LifecycleException>(() => SelectAsync(Noon.AddMinutes(30)));

        Assert.Contains("a clock was set back", refusal.Problem, StringComparison.Ordinal);
        Assert.Contains("--at 2026-02-07T12:10:00Z and --at 2026-02-07T13:00:00Z", $"{refusal.Problem} {refusal.Remedy}", StringComparison.Ordinal);
        Assert.Equal(60 * command, (await SelectAsync(Noon.AddMinutes(10)))?.Log?.Place.Position.Offset);
        Assert.Equal(60 * command, (await SelectAsync(Noon.AddMinutes(60)))?.Log?.Place.Position.Offset);
        Assert.Equal(70 * command, (await SelectAsync(Noon.AddMinutes(70)))?.Log?.Place.Position.Offset);
    }

    [Fact]
    public async Task What_a_redis_held_at_last_that_was_started_anew_is_not_told_by_where_the_next_goes_on()
    {
        await BackUpAsync(Mine, Noon, new AofPosition(1, 0));
        var buffer = new SegmentBuffer(new AofPosition(1, 0), [], "one");
        foreach (var (minute, run) in new[] { (0, "one"), (10, "one"), (20, "one"), (50, "another"), (60, "another"), (70, "another") })
        {
            buffer.Note(Noon.AddMinutes(minute), run);
        }

        await Store.PutAsync(new SegmentKey(Mine, BackupName.At(Noon), 1, new AofPosition(1, 0)).ToString(), buffer.Pack("writer").Content, Token);

        Assert.NotNull((await SelectAsync(Noon.AddMinutes(15)))?.Log);
        var refusal = await Assert.ThrowsAsync<LifecycleException>(() => SelectAsync(Noon.AddMinutes(30)));
        Assert.Contains("nobody looked between 2026-02-07T12:20:00Z and 2026-02-07T12:50:00Z", refusal.Problem, StringComparison.Ordinal);
        Assert.NotNull((await SelectAsync(Noon.AddMinutes(65)))?.Log);
    }

    private Task<RestoreSource?> SelectAsync(DateTimeOffset time, string? from = null, TextWriter? said = null) =>
        new RestoreSelection(Store, Mine, new ConsoleReporter(said ?? TextWriter.Null, TextWriter.Null, terminal: false, colours: false), TimeProvider.System).FindAsync(new RestoreRequest(At: time) { From = from }, Token);

    // A minute, a command.
    private async Task ArchiveAsync(Owner owner, DateTimeOffset from, int minutes)
    {
        var start = new AofPosition(1, 0);
        await BackUpAsync(owner, from, start);
        var buffer = new SegmentBuffer(start, [], Run);
        buffer.Note(from, Run);
        for (var minute = 1; minute <= minutes; minute++)
        {
            var command = Encoding.ASCII.GetBytes(SampleData.Encode("INCR", "minutes"));
            command.CopyTo(buffer.Free.Span);
            buffer.Note(from.AddMinutes(minute).AddSeconds(-1), Run);
            buffer.Add(command.Length);
            buffer.Note(from.AddMinutes(minute), Run);
        }

        var segment = buffer.Pack("writer");
        await Store.PutAsync(new SegmentKey(owner, BackupName.At(from), 1, start).ToString(), segment.Content, Token);
    }

    private Task BackUpAsync(Owner owner, DateTimeOffset time, AofPosition? position, DateTimeOffset? generation = null)
    {
        var name = BackupName.At(time);
        var log = position is { } at ? new ManifestLog(BackupName.At(generation ?? time).Timestamp, at.Increment, at.Offset) : null;
        return new BackupSample(name, size: 1).StoreAsync(Store, owner, time, log, Token);
    }
}
