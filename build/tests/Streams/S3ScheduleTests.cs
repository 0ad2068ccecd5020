using Amazon.Runtime;
using Lifecycle.Stores.S3;
using Lifecycle.Tests.S3;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Streams;

/// <summary>Uploads and downloads through the real client library, down to its transport.</summary>
[Campaign]
public sealed class S3ScheduleTests
{
    private const string Key = "backup/archive.tgz";
    private const int PartSize = 4096;
    private const int Hiccups = 2;

    private static readonly byte[] Content = [.. Enumerable.Range(0, (5 * PartSize) + 100).Select(position => (byte)(position / 100))];

    [Fact]
    public Task Whatever_becomes_of_source_or_server_an_upload_is_whole_or_not_there() => Schedules.RunAsync(Schedules.Many, calls: 16, endsTogether: false, async schedule =>
    {
        using var bucket = new MemoryBucket(schedule.Second, Hiccups);
        using var store = Open(bucket);
        var isWhole = await schedule.EndsWellAsync(async () =>
        {
            await using var source = new ScheduledReader(Content, schedule.First, pieces: 14);
            await using var upload = await store.CreateAsync(Key, most: null, schedule.Token);
            await source.CopyToAsync(upload.Content, schedule.Token);
            await upload.CompleteAsync(schedule.Token);
        });
        if (isWhole)
        {
            Assert.True(bucket.Stored.AsSpan().SequenceEqual(Content), "another content was stored");
        }

        Assert.False(bucket.HasUpload, "it was left unfinished");
    });

    [Fact]
    public Task Whatever_becomes_of_server_or_destination_a_download_is_whole_or_fails() => Schedules.RunAsync(Schedules.Many, calls: 20, endsTogether: false, async schedule =>
    {
        using var bucket = new MemoryBucket(schedule.First, Hiccups) { Stored = Content, StoredETag = "\"0123456789abcdef0123456789abcdef\"" };
        using var store = Open(bucket);
        using var received = new MemoryStream();
        if (await schedule.EndsWellAsync(async () =>
        {
            await using var destination = new ScheduledWriter(received, schedule.Second);
            await using var download = await store.OpenReadAsync(Key, schedule.Token);
            await download.CopyToAsync(destination, schedule.Token);
        }))
        {
            Assert.True(received.ToArray().AsSpan().SequenceEqual(Content), "another content came");
        }
    });

    private static S3Store Open(MemoryBucket bucket) => new(
        new S3Options("bucket", "prefix") { Endpoint = new Uri("https://s3.invalid"), Region = "us-east-1", Checksums = S3Checksums.WhenRequired },
        Silence.Reporter,
        new BasicAWSCredentials("key", "secret"),
        // No attempt stalls for want of a turn on a busy machine.
        S3Server.Impatient with { Stall = TimeSpan.FromMinutes(5), FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(2), CleanUp = TimeSpan.FromMinutes(5) },
        new PartPlan(PartSize),
        ranges: new RangePlan(1000, PartSize, 3),
        transport: bucket.AsTransport());
}
