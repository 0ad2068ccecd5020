using Lifecycle.Log;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Log;

/// <summary>A log of a Redis whose append-only file is switched off.</summary>
public sealed class SwitchedOffTests
{
    [Fact]
    [Campaign]
    public async Task A_file_that_is_switched_off_and_on_again_is_no_rewrite()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        var archiver = await checkout.ArchiveAsync();
        _ = await checkout.CallAsync("SET", "before", "1");
        _ = await checkout.CallAsync("CONFIG", "SET", "appendonly", "no");

        var (exitCode, output) = await archiver.EndAsync();

        Assert.Equal(255, exitCode);
        Assert.Contains("no longer writes its append-only file", output, StringComparison.Ordinal);
        Assert.Contains("CONFIG SET appendonly yes", output, StringComparison.Ordinal);
        _ = await checkout.CallAsync("SET", "meanwhile", "1");
        _ = await checkout.CallAsync("CONFIG", "SET", "appendonly", "yes");
        Assert.Contains("does not go on", await ArchivedCheckout.EndAsync(await checkout.ArchiveAsync()), StringComparison.Ordinal);
        await checkout.RestoreAsync((await checkout.HistoryAsync()).Spans[^1].To);
        Assert.Equal("1", await checkout.CallAsync("GET", "meanwhile"));
    }

    [Fact]
    [Campaign]
    public async Task Off_and_on_again_before_anybody_asks_it_begins_a_new_log()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        var archiver = await checkout.ArchiveAsync();
        _ = await checkout.CallAsync("CONFIG", "SET", "appendonly", "no");
        _ = await checkout.CallAsync("SET", "meanwhile", "1");
        _ = await checkout.CallAsync("CONFIG", "SET", "appendonly", "yes");
        await checkout.FollowedAnewAsync();

        Assert.Contains("The log has a gap here", await ArchivedCheckout.EndAsync(archiver), StringComparison.Ordinal);

        await checkout.RestoreAsync((await checkout.HistoryAsync()).Spans[^1].To);
        Assert.Equal("1", await checkout.CallAsync("GET", "meanwhile"));
    }

    [Fact]
    [Campaign]
    public async Task What_was_held_while_the_file_was_switched_off_is_refused_though_Redis_goes_on_in_it_when_it_is_started_again()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        _ = await ArchivedCheckout.EndAsync(await checkout.ArchiveAsync());
        _ = await checkout.CallAsync("CONFIG", "SET", "appendonly", "no");
        _ = await checkout.CallAsync("SET", "meanwhile", "1");
        var meanwhile = DateTimeOffset.UtcNow.AddSeconds(3);
        await Task.Delay(TimeSpan.FromSeconds(8), RedisInstance.Cancel);
        await checkout.KillRedisAsync();
        Assert.Contains("Going on with log", await ArchivedCheckout.EndAsync(await checkout.ArchiveAsync()), StringComparison.Ordinal);

        var (exitCode, output) = await checkout.RunAsync("Restore", "--at", Timeline.Moment(meanwhile), "--force");

        Assert.Equal(255, exitCode);
        Assert.Contains("nobody looked between", output, StringComparison.Ordinal);
        Assert.NotEmpty(Assert.Single((await checkout.HistoryAsync()).Spans).Unseen);
    }

    [Fact]
    public async Task A_redis_without_the_append_only_file_is_refused_with_the_setting()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        _ = await checkout.CallAsync("CONFIG", "SET", "appendonly", "no");

        var (exitCode, output) = await checkout.RunAsync("Archive", "--for", "5s");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("CONFIG SET appendonly yes", output, StringComparison.Ordinal);
        Assert.Empty(checkout.Segments);
    }
}
