using System.IO.Compression;
using System.Text;
using Lifecycle.Archives;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Archives;

/// <summary>What no limit of files and bytes would count.</summary>
public sealed class ArchiveBombTests
{
    private const int Block = 512;
    private const int TypeAt = 156;
    private const int SizeAt = 124;

    [Fact]
    public async Task A_folder_with_content_is_refused()
    {
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync([Header('5', size: 1L << 32)]));

        Assert.Contains("a folder with content", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('g')]
    [InlineData('x')]
    [InlineData('L')]
    public async Task Header_extensions_without_end_are_refused(char type)
    {
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(Enumerable.Repeat(Header(type, size: 0), 50_000)));

        Assert.Contains("tar header extensions", failure.Message, StringComparison.Ordinal);
    }

    private static async Task ReadAsync(IEnumerable<byte[]> blocks)
    {
        using var archive = new MemoryStream();
        await using (var gzip = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var block in blocks)
            {
                await gzip.WriteAsync(block, RedisInstance.Cancel);
            }
        }

        archive.Position = 0;
        _ = await ArchiveContent.ReadAsync(archive, long.MaxValue, RedisInstance.Cancel);
    }

    private static byte[] Header(char type, long size)
    {
        var header = new byte[Block];
        Encoding.ASCII.GetBytes("appendonlydir").CopyTo(header, 0);
        Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')).CopyTo(header, SizeAt);
        header[TypeAt] = (byte)type;
        Encoding.ASCII.GetBytes("ustar\x0000").CopyTo(header, 257);
        Encoding.ASCII.GetBytes("        ").CopyTo(header, 148);
        var sum = header.Sum(value => value);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }
}
