using Lifecycle.Archives;
using Lifecycle.Stores;

namespace Lifecycle.Tests.Streams;

/// <summary>What is read, compressed and stored in a folder, as a backup is.</summary>
public sealed class FolderScheduleTests : IDisposable
{
    private const int Calls = 8;

    private static readonly byte[] Content = new byte[700_000];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");

    [Fact]
    public Task Whatever_becomes_of_source_or_file_it_is_whole_or_not_there() => Schedules.RunAsync(Schedules.Many, Calls, endsTogether: false, async schedule =>
    {
        using var store = new FolderStore(Path.Combine(_root.FullName, $"{schedule.Seed}"));
        var upload = await store.CreateAsync("backup/archive.tgz", most: null, CancellationToken.None);
        var isWhole = await schedule.EndsWellAsync(async () =>
        {
            await using (upload)
            {
                await using var source = new ScheduledReader(Content, schedule.First, Calls);
                await using var destination = new ScheduledWriter(upload.Content, schedule.Second);
                await using var gzip = new ParallelGzipStream(destination);
                await source.CopyToAsync(gzip, schedule.Token);
                await gzip.CompleteAsync(schedule.Token);
                await schedule.Second.TurnAsync(schedule.Token);
                await upload.CompleteAsync(schedule.Token);
            }
        });
        Assert.True(upload.LeavesNothing);
        Assert.Equal(isWhole ? ["archive.tgz"] : [], Directory.EnumerateFiles(store.Location, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        if (isWhole)
        {
            await using var file = await store.OpenReadAsync("backup/archive.tgz", CancellationToken.None);
            await using var plain = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress);
            using var content = new MemoryStream();
            await plain.CopyToAsync(content, CancellationToken.None);
            Assert.Equal(Content.Length, content.Length);
        }
    });

    public void Dispose() => _root.Delete(recursive: true);
}
