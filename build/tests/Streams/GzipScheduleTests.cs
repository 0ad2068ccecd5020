using System.IO.Compression;
using Lifecycle.Archives;

namespace Lifecycle.Tests.Streams;

/// <summary>What is read, compressed and written.</summary>
public sealed class GzipScheduleTests
{
    private const int Calls = 12;

    // Five blocks and a bit, each unlike the others.
    private static readonly byte[] Content = [.. Enumerable.Range(0, 6).SelectMany(block => Enumerable.Repeat((byte)block, 230_000))];

    [Fact]
    public Task Whatever_becomes_of_source_or_destination_the_first_failure_is_told() => Schedules.RunAsync(Schedules.Many, Calls, endsTogether: false, async schedule =>
    {
        using var compressed = new MemoryStream();
        await using var source = new ScheduledReader(Content, schedule.First, Calls);
        await using var destination = new ScheduledWriter(compressed, schedule.Second);
        if (await schedule.EndsWellAsync(async () =>
        {
            await using var gzip = new ParallelGzipStream(destination);
            await source.CopyToAsync(gzip, schedule.Token);
            await gzip.CompleteAsync(schedule.Token);
        }))
        {
            compressed.Position = 0;
            await using var decompressing = new GZipStream(compressed, CompressionMode.Decompress);
            using var plain = new MemoryStream();
            await decompressing.CopyToAsync(plain, CancellationToken.None);
            Assert.True(plain.ToArray().AsSpan().SequenceEqual(Content), "another content came out");
        }
    });
}
