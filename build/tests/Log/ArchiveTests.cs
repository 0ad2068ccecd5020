using System.Globalization;
using System.Net.Sockets;
using Lifecycle.Embedded;
using Lifecycle.Log;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Log;

/// <summary>A log, from its first checkpoint to what is restored from it.</summary>
public sealed class ArchiveTests
{
    [Fact]
    public async Task Ctrl_C_ends_it_well_and_what_was_acknowledged_until_then_can_be_restored()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        var archiver = await checkout.ArchiveAsync();
        await using (var traffic = await Traffic.StartAsync(new UnixDomainSocketEndPoint(checkout.Socket), rewrites: false))
        {
            for (var rewrite = 0; rewrite < 3; rewrite++)
            {
                await checkout.RewriteFollowedAsync();
            }
        }

        var acknowledged = await checkout.CallAsync("GET", Traffic.Counter);
        var digest = await checkout.DigestAsync();
        var output = await ArchivedCheckout.EndAsync(archiver);
        Assert.DoesNotContain("gap", output, StringComparison.Ordinal);

        var span = Assert.Single((await checkout.HistoryAsync()).Spans);
        _ = await checkout.CallAsync("FLUSHALL");
        await checkout.RestoreAsync(span.To);
        Assert.Equal(acknowledged, await checkout.CallAsync("GET", Traffic.Counter));
        Assert.Equal(digest, await checkout.DigestAsync());
    }

    [Theory]
    [Campaign]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_segment_that_is_damaged_or_missing_is_noticed_before_anything_is_touched(bool isMissing)
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        var archiver = await checkout.ArchiveAsync();
        for (var write = 0; checkout.Segments.Count < 5; write++)
        {
            _ = await checkout.CallAsync("SET", "value", $"{write}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), RedisInstance.Cancel);
        }

        _ = await ArchivedCheckout.EndAsync(archiver);
        var end = Assert.Single((await checkout.HistoryAsync()).Spans).To;
        var needed = checkout.Segments[2];
        if (isMissing)
        {
            File.Delete(needed);
        }
        else
        {
            var bytes = await File.ReadAllBytesAsync(needed, RedisInstance.Cancel);
            bytes[bytes.Length / 2] ^= 0x55;
            await File.WriteAllBytesAsync(needed, bytes, RedisInstance.Cancel);
        }

        var before = await checkout.StateAsync();
        var (exitCode, output) = await checkout.RunAsync("Restore", "--force", "--at", Timeline.Moment(end));

        Assert.True(exitCode == 255, output);
        Assert.Equal(before, await checkout.StateAsync());
    }

    [Theory]
    [Campaign]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_moment_between_two_writes_is_brought_back_and_drilled(string server)
    {
        await using var checkout = await ArchivedCheckout.CreateAsync(server);
        var archiver = await checkout.ArchiveAsync();
        _ = await checkout.CallAsync("SET", "value", "earlier");
        await Task.Delay(TimeSpan.FromSeconds(2), RedisInstance.Cancel);
        var moment = DateTimeOffset.UtcNow;
        await Task.Delay(TimeSpan.FromSeconds(1), RedisInstance.Cancel);
        _ = await checkout.CallAsync("SET", "value", "later");
        _ = await ArchivedCheckout.EndAsync(archiver);

        Assert.Contains("Drill: RUN", await checkout.MustAsync("Drill", "--at", Timeline.Moment(moment)), StringComparison.Ordinal);
        Assert.Equal("later", await checkout.CallAsync("GET", "value"));
        await checkout.RestoreAsync(moment);
        Assert.Equal("earlier", await checkout.CallAsync("GET", "value"));
    }

    [Fact]
    [Campaign]
    public async Task A_killed_archiver_is_gone_on_from_by_the_next()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        var killed = await checkout.ArchiveAsync();
        _ = await checkout.CallAsync("SET", "first", "1");
        killed.Kill();
        _ = await killed.EndAsync();
        _ = await checkout.CallAsync("SET", "second", "2");

        var archiver = await checkout.ArchiveAsync();
        var output = await ArchivedCheckout.EndAsync(archiver);

        Assert.Contains("Going on with log", output, StringComparison.Ordinal);
        var span = Assert.Single((await checkout.HistoryAsync()).Spans);
        _ = Assert.Single(span.Checkpoints);
        _ = await checkout.CallAsync("FLUSHALL");
        await checkout.RestoreAsync(span.To);
        Assert.Equal("2", await checkout.CallAsync("GET", "second"));
    }

    [Fact]
    [Campaign]
    public async Task A_moment_that_nobody_followed_is_refused_and_the_nearest_are_named()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        _ = await ArchivedCheckout.EndAsync(await checkout.ArchiveAsync());
        _ = await checkout.CallAsync("SET", "unseen", "1");
        await Task.Delay(TimeSpan.FromSeconds(2), RedisInstance.Cancel);
        var moment = DateTimeOffset.UtcNow;
        await checkout.RewriteTwiceAsync();
        await Task.Delay(TimeSpan.FromSeconds(2), RedisInstance.Cancel);
        var second = await ArchivedCheckout.EndAsync(await checkout.ArchiveAsync());
        Assert.Contains("does not go on", second, StringComparison.Ordinal);
        var digest = await checkout.DigestAsync();

        var (exitCode, output) = await checkout.RunAsync("Restore", "--at", Timeline.Moment(moment), "--force");

        Assert.NotEqual(0, exitCode);
        var spans = (await checkout.HistoryAsync()).Spans;
        Assert.Equal([false, true], spans.Select(span => span.GapBefore));
        Assert.Contains($"its log ends at {Timeline.Moment(spans[0].To)}", output, StringComparison.Ordinal);
        Assert.Contains($"--at {Timeline.Moment(spans[1].From)}", output, StringComparison.Ordinal);
        Assert.Equal(digest, await checkout.DigestAsync());
    }

    [Fact]
    [Campaign]
    public async Task A_moment_while_no_archiver_ran_is_refused_though_the_log_goes_on_after_it()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        _ = await ArchivedCheckout.EndAsync(await checkout.ArchiveAsync());
        _ = await checkout.CallAsync("SET", "value", "unseen");
        await Task.Delay(TimeSpan.FromSeconds(3), RedisInstance.Cancel);
        var moment = Timeline.Moment(DateTimeOffset.UtcNow);
        await Task.Delay(TimeSpan.FromSeconds(3), RedisInstance.Cancel);
        Assert.Contains("Going on with log", await ArchivedCheckout.EndAsync(await checkout.ArchiveAsync()), StringComparison.Ordinal);

        var (exitCode, output) = await checkout.RunAsync("Restore", "--at", moment, "--force");

        var unseen = Assert.Single(Assert.Single((await checkout.HistoryAsync()).Spans).Unseen);
        Assert.NotEqual(0, exitCode);
        Assert.Contains($"nobody looked between {Timeline.Moment(unseen.From)} and {Timeline.Moment(unseen.To)}", output, StringComparison.Ordinal);
        await checkout.RestoreAsync(unseen.From);
        Assert.Equal("", await checkout.CallAsync("GET", "value"));
        await checkout.RestoreAsync(unseen.To);
        Assert.Equal("unseen", await checkout.CallAsync("GET", "value"));
    }

    [Fact]
    [Campaign]
    public async Task An_increment_that_a_rewrite_has_ended_while_nobody_looked_tells_of_no_later_moment()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        _ = await ArchivedCheckout.EndAsync(await checkout.ArchiveAsync());
        _ = await checkout.CallAsync("SET", "value", "before the rewrite");
        // Long enough that both increments are there when somebody looks again: so many microseconds a key.
        _ = await checkout.CallAsync("CONFIG", "SET", "rdb-key-save-delay", "2000000");
        _ = await checkout.CallAsync("BGREWRITEAOF");
        _ = await checkout.CallAsync("SET", "value", "after the rewrite");
        await Task.Delay(TimeSpan.FromSeconds(6), RedisInstance.Cancel);
        Assert.Contains("Going on with log", await ArchivedCheckout.EndAsync(await checkout.ArchiveAsync()), StringComparison.Ordinal);

        var unseen = Assert.Single(Assert.Single((await checkout.HistoryAsync()).Spans).Unseen);
        await checkout.RestoreAsync(unseen.To);

        Assert.Equal("after the rewrite", await checkout.CallAsync("GET", "value"));
    }

    [Fact]
    [Campaign]
    public async Task Told_to_end_where_Redis_cannot_be_reached_it_says_that_what_was_written_may_not_be_stored()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        var archiver = await checkout.ArchiveAsync();
        await using (await FileLock.AcquireAsync(checkout.LockFile, "Restore", RedisInstance.Cancel))
        {
            // Its files are read without it, until it is asked whether it still writes them: every ten seconds.
            await checkout.KillRedisAsync();
            await Eventually.IsTrueAsync(() => archiver.Printed.Contains("The log waits on the volume", StringComparison.Ordinal), () => archiver.Printed);
            archiver.Signal(ProgramRun.SigInt, withChildren: false);

            var (exitCode, output) = await archiver.EndAsync();

            Assert.NotEqual(0, exitCode);
            Assert.Contains("was not being followed when Archive was told to end", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Campaign]
    public async Task A_restore_while_it_follows_begins_a_new_log()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        var archiver = await checkout.ArchiveAsync();
        _ = await checkout.CallAsync("SET", "value", "1");
        await Task.Delay(TimeSpan.FromSeconds(2), RedisInstance.Cancel);
        _ = await checkout.MustAsync("Restore", "--force");
        _ = await checkout.CallAsync("SET", "value", "2");
        await checkout.FollowedAnewAsync();
        Assert.Contains("The log has a gap here", await ArchivedCheckout.EndAsync(archiver), StringComparison.Ordinal);
        Assert.Equal(2, (await checkout.HistoryAsync()).Spans.Count);
    }

    [Fact]
    [Campaign]
    public async Task Verify_and_Backups_say_what_can_be_restored()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        _ = await ArchivedCheckout.EndAsync(await checkout.ArchiveAsync());

        Assert.Contains("what was followed from ", await checkout.MustAsync("Verify"), StringComparison.Ordinal);
        Assert.Contains("what was followed from ", await checkout.MustAsync("Backups"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_within_a_command_is_refused()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        var archiver = await checkout.ArchiveAsync();
        _ = await checkout.CallAsync("SET", "value", "1");
        _ = await checkout.CallAsync("FLUSHALL");
        _ = await ArchivedCheckout.EndAsync(archiver);
        var place = Assert.Single((await checkout.HistoryAsync()).Deletions).Place;
        var within = $"{place[..place.LastIndexOf(':')]}:{long.Parse(place[(place.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture) + 1}";

        var (exitCode, output) = await checkout.RunAsync("Restore", "--before", within, "--force");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("no command begins at", output, StringComparison.Ordinal);
    }
}
