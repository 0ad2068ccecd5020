using System.IO.Compression;
using Lifecycle.Archives;
using Lifecycle.Reporting;
using Lifecycle.Streams;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Archives;

public sealed class ParallelGzipStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024 * 1024)]
    [InlineData((5 * 1024 * 1024) + 7)]
    public async Task What_went_in_comes_out(int length)
    {
        var content = new byte[length];
        new Random(1).NextBytes(content.AsSpan(0, length / 2));
        using var compressed = new MemoryStream();
        await using (var gzip = new ParallelGzipStream(compressed))
        {
            await gzip.WriteAsync(content, RedisInstance.Cancel);
            await gzip.CompleteAsync(RedisInstance.Cancel);
        }

        compressed.Position = 0;
        using var plain = new MemoryStream();
        await using var decompressing = new GZipStream(compressed, CompressionMode.Decompress);
        await decompressing.CopyToAsync(plain, RedisInstance.Cancel);
        Assert.Equal(content, plain.ToArray());
    }

    [Fact]
    public async Task A_destination_that_fails_fails_the_writer()
    {
        await using var gzip = new ParallelGzipStream(new FullDisk());

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (var block = 0; block < 100; block++)
            {
                await gzip.WriteAsync(new byte[1024 * 1024], RedisInstance.Cancel);
            }

            await gzip.CompleteAsync(RedisInstance.Cancel);
        });
    }

    private sealed class FullDisk : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException(new IOException("No space left on device"));
    }
}
