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

    private async Task SendAsync(AofPosition from)
    {
        var head = new LogHead(BackupName.Parse("20260207T114100Z"), 7, from, Seam.Of([]), new LogMoment(from, DateTimeOffset.UnixEpoch));
        var sender = new SegmentSender(Store, Mine, head, Silence.Reporter, TimeProvider.System);
        await sender.SendAloneAsync(new SegmentBuffer(from, []).Pack(sender.Writer), TestContext.Current.CancellationToken);
    }
}
