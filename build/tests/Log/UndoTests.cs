using System.Globalization;
using System.Net.Sockets;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Log;

/// <summary>What a command has removed is brought back, and nothing of what was acknowledged before it is lost.</summary>
public sealed class UndoTests
{
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("TEST_UNDO_ROUNDS") ?? "4", CultureInfo.InvariantCulture);
    private static readonly string[] Strikes = ["plain", "transaction", "script"];

    public static TheoryData<string, string> Matrix => [.. RedisServers.Names.SelectMany(server => Strikes.Select(strike => (server, strike)))];

    [Fact]
    public Task A_flush_is_undone() => UndoAsync(RedisServers.Redis7, "plain");

    [Theory]
    [Campaign]
    [MemberData(nameof(Matrix))]
    public Task A_flush_is_undone_on_each_server_however_it_came(string server, string strike) => UndoAsync(server, strike);

    [Fact]
    [Campaign]
    public async Task Whenever_a_flush_strikes_all_that_was_acknowledged_before_it_is_back()
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        var random = new Random(41);
        long lost = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var archiver = await checkout.ArchiveAsync();
            long acknowledged;
            await using (var traffic = await Traffic.StartAsync(new UnixDomainSocketEndPoint(checkout.Socket), rewrites: false))
            {
                await checkout.RewriteFollowedAsync();
                await Task.Delay(random.Next(200, 3000), RedisInstance.Cancel);
                acknowledged = traffic.Acknowledged;
                await StrikeAsync(checkout, Strikes[round % Strikes.Length]);
                await Task.Delay(random.Next(1000), RedisInstance.Cancel);
            }

            Assert.DoesNotContain("gap", await ArchivedCheckout.EndAsync(archiver), StringComparison.Ordinal);
            var flush = (await checkout.HistoryAsync()).Deletions.Last(deletion => deletion.Command == "FLUSHALL");
            _ = await checkout.MustAsync("Restore", "--before", flush.Place, "--force");
            lost += Math.Max(0, acknowledged - long.Parse(await checkout.CallAsync("GET", Traffic.Counter), CultureInfo.InvariantCulture));
        }

        TestContext.Current.SendDiagnosticMessage($"{Rounds} flushes undone, {lost} acknowledged writes lost");
        Assert.Equal(0, lost);
    }

    private static async Task UndoAsync(string server, string strike)
    {
        await using var checkout = await ArchivedCheckout.CreateAsync(server);
        var archiver = await checkout.ArchiveAsync();
        await AllTypes.LoadAsync(checkout.Server);
        _ = await checkout.CallAsync("EVAL", "for i = 1, 500 do redis.call('SET', 'k' .. i, string.char(i % 256, 0, 13, 10, 42) .. i) end", "0");
        var before = await checkout.DigestAsync();
        await StrikeAsync(checkout, strike);
        _ = await checkout.CallAsync("SET", "after", "1");
        _ = await ArchivedCheckout.EndAsync(archiver);

        var flush = Assert.Single((await checkout.HistoryAsync()).Deletions, deletion => deletion.Command == "FLUSHALL");
        var restored = await checkout.MustAsync("Restore", "--before", flush.Place, "--force");

        Assert.Equal(before, await checkout.DigestAsync());
        Assert.Contains("yes, by the bytes that Redis has loaded", restored, StringComparison.Ordinal);
        Assert.Null(flush.Keys);
    }

    private static Task StrikeAsync(ArchivedCheckout checkout, string strike) => strike switch
    {
        "script" => checkout.CallAsync("EVAL", "redis.call('SET', 'in', 'script') redis.call('FLUSHALL')", "0"),
        "transaction" => checkout.Server.PipeAsync(new MemoryStream("MULTI\r\nSET in transaction\r\nFLUSHALL\r\nSET more 1\r\nEXEC\r\n"u8.ToArray()), RedisInstance.Cancel),
        _ => checkout.CallAsync("FLUSHALL"),
    };
}
