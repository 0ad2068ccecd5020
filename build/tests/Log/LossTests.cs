using System.Globalization;
using Lifecycle.Log;
using Lifecycle.Tests.Support;
using Lifecycle.Verbs;

namespace Lifecycle.Tests.Log;

/// <summary>Redis, its volume and the archiver go at one moment: what was stored by then is what there is.</summary>
public sealed class LossTests
{
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("TEST_LOSS_ROUNDS") ?? "3", CultureInfo.InvariantCulture);
    private static readonly string Every = Environment.GetEnvironmentVariable("TEST_LOSS_EVERY") ?? "1s";

    [Fact]
    [Campaign]
    public async Task When_all_of_it_goes_what_is_restored_is_what_was_there_shortly_before()
    {
        var random = new Random(43);
        var losses = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            losses.Add(await LoseAsync(TimeSpan.FromSeconds(1.5) + (2 * Duration.Parse(Every) * random.NextDouble())));
        }

        losses.Sort();
        TestContext.Current.SendDiagnosticMessage($"{Rounds} losses of everything, archived every {Every}: median {losses[losses.Count / 2].TotalSeconds:0.00} s, p99 {losses[losses.Count * 99 / 100].TotalSeconds:0.00} s, largest {losses[^1].TotalSeconds:0.00} s lost");
    }

    private static async Task<TimeSpan> LoseAsync(TimeSpan after)
    {
        await using var checkout = await ArchivedCheckout.CreateAsync();
        var archiver = await checkout.ArchiveAsync("--archive-every", Every);
        await using var client = new CountingClient(checkout.Socket);
        await Eventually.IsTrueAsync(() => client.Last > 0);
        // What was acknowledged is in Redis' file two seconds later, and what is there is stored once a period.
        var (floor, stored) = (client.Last, checkout.Segments.Count);
        await Task.Delay(TimeSpan.FromSeconds(2), RedisInstance.Cancel);
        await Eventually.IsTrueAsync(() => checkout.Segments.Count > stored + 1);
        await Task.Delay(after, RedisInstance.Cancel);
        archiver.Kill();
        await checkout.LoseVolumeAsync();
        await client.AwaitEndAsync();
        _ = await archiver.EndAsync();

        _ = await checkout.MustAsync("Deploy", "--sample-keys", "0");
        var span = (await checkout.HistoryAsync()).Spans[^1];
        await checkout.RestoreAsync(span.To);

        // Acknowledged or not, a number that is there was preceded by all before it.
        var restored = await checkout.CallAsync("GET", CountingClient.Key) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        Assert.InRange(restored, floor, client.Last + 1);
        return client.Before(restored);
    }
}
