using System.Diagnostics;
using Lifecycle.Tests.S3;
using Lifecycle.Tests.Support;
using Lifecycle.Verbs;

namespace Lifecycle.Tests.Log;

/// <summary>A log in a bucket, also while that does not answer.</summary>
[Collection("S3")]
public sealed class StoreAwayTests(S3Server server)
{
    private static readonly TimeSpan Away = Duration.Parse(Environment.GetEnvironmentVariable("TEST_STORE_AWAY") ?? "12s");

    [Fact]
    [Campaign]
    public async Task While_the_store_is_away_the_log_waits_through_a_rewrite_and_nothing_of_it_is_lost()
    {
        await using var world = await AwayWorld.CreateAsync(server);
        using var archiver = await world.ArchiveAsync();

        world.IsAway = true;
        var started = Stopwatch.GetTimestamp();
        var isRewritten = false;
        for (var write = 0; Stopwatch.GetElapsedTime(started) < Away; write++)
        {
            _ = await world.CallAsync("EVAL", "for i = 1, 500 do redis.call('SET', 'k' .. ARGV[1] % 10 .. ':' .. i, ARGV[1] .. string.rep('v', 200)) end", "0", $"{write}");
            if (!isRewritten && Stopwatch.GetElapsedTime(started) > Away / 2)
            {
                isRewritten = (await world.CallAsync("BGREWRITEAOF")).Length > 0;
            }

            await Task.Delay(Away / 100, RedisInstance.Cancel);
        }

        var stored = (await world.ListAsync()).Count;
        world.IsAway = false;
        await Eventually.IsTrueAsync(async () => (await world.ListAsync()).Count > stored + 1);
        archiver.Signal(ProgramRun.SigInt, withChildren: false);
        var (exitCode, output) = await archiver.EndAsync();
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("gap", output, StringComparison.Ordinal);

        var digest = await world.Checkout.DigestAsync();
        _ = await world.CallAsync("FLUSHALL");
        await world.RestoreEndAsync();
        Assert.True(digest == await world.Checkout.DigestAsync(), output);
    }

    [Fact]
    [Campaign]
    public async Task A_log_lets_go_of_what_it_alone_holds_on_the_volume_before_that_is_too_much()
    {
        await using var world = await AwayWorld.CreateAsync(server);
        using var archiver = await world.ArchiveAsync();
        _ = await world.CallAsync("CONFIG", "SET", "auto-aof-rewrite-percentage", "0");

        world.IsAway = true;
        for (var megabyte = 0; megabyte < 300; megabyte++)
        {
            _ = await world.CallAsync("EVAL", "redis.call('SET', 'large', string.rep(ARGV[1], 1048576))", "0", $"{megabyte % 10}");
        }

        Assert.True(world.HeldBytes() < 1_000_000, "what Redis lists is not held by the log alone");
        var followed = world.Increments.Single();
        _ = await world.CallAsync("BGREWRITEAOF");
        await Eventually.IsTrueAsync(() => !world.Increments.Contains(followed) && world.HeldBytes() == 0);

        world.IsAway = false;
        await Eventually.IsTrueAsync(async () => (await world.ListAsync()).Select(key => key.Split('/')[2]).Distinct().Count() == 2);
        _ = await world.CallAsync("SET", "after", "1");
        archiver.Signal(ProgramRun.SigInt, withChildren: false);
        var (exitCode, output) = await archiver.EndAsync();
        Assert.True(exitCode == 0, output);
        Assert.Contains("lay on the volume for the log alone", output, StringComparison.Ordinal);
        _ = await world.CallAsync("FLUSHALL");
        await world.RestoreEndAsync();
        Assert.Equal("1", (await world.CallAsync("GET", "after")).Trim());
    }
}
