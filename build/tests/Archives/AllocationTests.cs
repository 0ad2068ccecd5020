using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Lifecycle.Archives;
using Lifecycle.Reporting;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Archives;

/// <summary>What the inner loops take from memory, by count: it does not depend on how busy a machine is.</summary>
[Collection("Alone")]
public sealed class AllocationTests
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public async Task Compressing_takes_less_memory_than_there_is_content()
    {
        const int Size = 32;
        var content = Content(Size * Mebibyte);
        // Until every thread that compresses has its buffers.
        for (var round = 0; round < 3; round++)
        {
            await CompressAsync(content, Stream.Null);
        }

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await CompressAsync(content, Stream.Null);
        var perMebibyte = (GC.GetTotalAllocatedBytes(precise: true) - before) / Size;

        Assert.InRange(perMebibyte, 0, Mebibyte);
    }

    [Fact]
    public async Task Compressing_on_all_cores_makes_an_archive_hardly_larger()
    {
        var content = Content(16 * Mebibyte);
        using var parallel = new MemoryStream();
        using var single = new MemoryStream();
        await CompressAsync(content, parallel);
        await using (var gzip = new GZipStream(single, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(content, RedisInstance.Cancel);
        }

        Assert.InRange(parallel.Length / (double)single.Length, 0, 1.01);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Mebibyte)]
    public async Task Reading_an_entry_of_a_tar_takes_as_much_memory_whatever_its_size(int size)
    {
        const int Entries = 100;
        using var tar = Tar(Entries, size);
        _ = await ReadAsync(tar);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Entries, await ReadAsync(tar));
        var perEntry = (GC.GetAllocatedBytesForCurrentThread() - before) / Entries;

        Assert.InRange(perEntry, 0, 1024);
    }

    private static async Task CompressAsync(byte[] content, Stream destination)
    {
        await using var gzip = new ParallelGzipStream(destination);
        await gzip.WriteAsync(content, RedisInstance.Cancel);
        await gzip.CompleteAsync(RedisInstance.Cancel);
    }

    private static async Task<int> ReadAsync(MemoryStream tar)
    {
        tar.Position = 0;
        using var reader = new Lifecycle.Archives.TarReader(tar);
        var entries = 0;
        for (; await reader.ReadEntryAsync(RedisInstance.Cancel) is not null; entries++)
        {
            await reader.CopyContentAsync(Stream.Null, RedisInstance.Cancel);
        }

        return entries;
    }

    // Like records in JSON: names over and over, and numbers.
    private static byte[] Content(int length)
    {
        var random = new Random(1);
        var text = new StringBuilder(length + 128);
        while (text.Length < length)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $$"""{"altitude":{{random.Next(13_000)}},"heading":{{random.Next(360)}},"onGround":false}""");
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    private static MemoryStream Tar(int entries, int size)
    {
        var tar = new MemoryStream();
        using var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true);
        for (var entry = 0; entry < entries; entry++)
        {
            using var content = new MemoryStream(new byte[size]);
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"./appendonlydir/{entry}") { DataStream = content });
        }

        return tar;
    }
}
