using Lifecycle.Stores;
using Lifecycle.Tests.Proxies;
using Lifecycle.Tests.S3;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Log;

/// <summary>A log in a bucket, also while that does not answer.</summary>
[Collection("S3")]
public sealed class StoreAwayTests(S3Server server)
{
    [Fact]
    [Campaign]
    public async Task While_the_store_is_away_the_log_waits_through_a_rewrite_and_nothing_of_it_is_lost()
    {
        server.Require();
        var isAway = false;
        await using var proxy = new FaultProxy(server.Endpoint, _ => Volatile.Read(ref isAway) ? WireFault.Answer(503, "ServiceUnavailable") : WireFault.None);
        await using var checkout = await Checkout.CreateAsync();
        var prefix = S3Server.NewPrefix();
        checkout.Variables["AWS_ACCESS_KEY_ID"] = S3Server.AccessKey;
        checkout.Variables["AWS_SECRET_ACCESS_KEY"] = Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") ?? "";
        string[] place = ["--store", $"s3://{server.Bucket}/{prefix}", "--backup-prefix", "", "--s3-endpoint", proxy.Endpoint.ToString(), "--region", "us-east-1"];
        Assert.Equal(0, (await checkout.RunAsync(["Deploy", "--sample-keys", "50"])).ExitCode);
        using var archiver = checkout.Launch(["Archive", "--archive-every", "1s", .. place]);
        using var store = server.Store(prefix);
        await Eventually.IsTrueAsync(async () => (await ListAsync(store)).Count > 0);

        Volatile.Write(ref isAway, true);
        _ = await CallAsync(checkout, "EVAL", "for i = 1, 500 do redis.call('SET', 'before' .. i, i) end", "0");
        await Task.Delay(TimeSpan.FromSeconds(6), RedisInstance.Cancel);
        _ = await CallAsync(checkout, "BGREWRITEAOF");
        _ = await CallAsync(checkout, "EVAL", "for i = 1, 500 do redis.call('SET', 'during' .. i, i) end", "0");
        await Task.Delay(TimeSpan.FromSeconds(6), RedisInstance.Cancel);
        var stored = (await ListAsync(store)).Count;
        Volatile.Write(ref isAway, false);
        await Eventually.IsTrueAsync(async () => (await ListAsync(store)).Count > stored + 1);
        archiver.Signal(ProgramRun.SigInt, withChildren: false);
        var (exitCode, output) = await archiver.EndAsync();
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("gap", output, StringComparison.Ordinal);

        var digest = await checkout.DigestAsync();
        _ = await CallAsync(checkout, "FLUSHALL");
        var history = await checkout.RunAsync(["History", .. place]);
        Assert.True(history.ExitCode == 0, history.Output);
        var end = history.Output.Split(" to ")[1].Split(',')[0];
        var restored = await checkout.RunAsync(["Restore", "--at", end, "--force", .. place]);
        Assert.True(restored.ExitCode == 0, restored.Output);
        Assert.Equal(digest, await checkout.DigestAsync());
    }

    private static async Task<IReadOnlyList<string>> ListAsync(Lifecycle.Stores.S3.S3Store store) =>
        await store.ListAsync("log/", RedisInstance.Cancel).Select(stored => stored.Key).ToListAsync(RedisInstance.Cancel);

    private static Task<string> CallAsync(Checkout checkout, params string[] command) => checkout.Redis.Server.CallAsync(RedisInstance.Cancel, command);
}
