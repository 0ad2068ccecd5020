using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Log;

/// <summary>One archiver stores a log.</summary>
public sealed class SegmentSenderTests : StoreTest
{
    private static readonly Owner Mine = new("dev.data.redis", "1a2b3c4d");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_that_go_on_from_the_end_of_an_increment_and_from_the_beginning_of_the_next_one_gives_up(bool endIsFirst)
    {
        AofPosition[] places = [new(1, 500), new(2, 0)];
        var (first, second) = endIsFirst ? (places[0], places[1]) : (places[1], places[0]);
        await SendAsync(first);

        var refusal = await Assert.ThrowsAsync<LifecycleException>(() => SendAsync(second));

        Assert.Contains("Another archiver", refusal.Problem, StringComparison.Ordinal);
        Assert.Single(Folder.GetFiles("*.aof.gz", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Of_two_that_have_begun_a_log_each_the_older_gives_up()
    {
        var (older, younger) = (Sender("20260207T114100Z"), Sender("20260207T124100Z"));
        await SendAsync(older, new AofPosition(1, 0));
        await SendAsync(younger, new AofPosition(1, 0));
        await SendAsync(younger, new AofPosition(2, 0));

        var refusal = await Assert.ThrowsAsync<LifecycleException>(() => SendAsync(older, new AofPosition(2, 0)));

        Assert.Contains("Another archiver", refusal.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_clock_that_was_ahead_has_left_is_no_other_archiver()
    {
        await SendAsync(Sender("20360207T114100Z"), new AofPosition(1, 0));
        var sender = Sender("20260207T114100Z");

        await SendAsync(sender, new AofPosition(1, 0));
        await SendAsync(sender, new AofPosition(2, 0));

        Assert.Equal(3, Folder.GetFiles("*.aof.gz", SearchOption.AllDirectories).Length);
    }

    private Task SendAsync(AofPosition from) => SendAsync(Sender("20260207T114100Z"), from);

    private static async Task SendAsync(SegmentSender sender, AofPosition from)
    {
        await sender.SendAloneAsync(new SegmentBuffer(from, [], "run").Pack(sender.Writer), TestContext.Current.CancellationToken);
        await sender.RequireYoungestAsync(atOnce: true, TestContext.Current.CancellationToken);
    }

    private SegmentSender Sender(string generation)
    {
        var place = new AofPosition(1, 0);
        return new SegmentSender(Store, Mine, new LogHead(BackupName.Parse(generation), 7, place, Seam.Of([]), "run", new LogMoment(place, DateTimeOffset.UnixEpoch)), Silence.Reporter, TimeProvider.System);
    }
}
