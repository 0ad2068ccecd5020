using CsCheck;
using Lifecycle.Archives;
using Lifecycle.Reporting;

namespace Lifecycle.Tests.Archives;

public sealed class TarHeaderTests
{
    [Fact]
    public void Reads_back_what_it_writes() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 100], Gen.Long[0, 1L << 45]).Sample((name, size) =>
            Assert.Equal(new TarHeader(name, size, TarHeader.RegularType), TarHeader.Parse(new TarHeader(name, size, TarHeader.RegularType).ToBytes(DateTimeOffset.UnixEpoch))));

    [Fact]
    public async Task A_name_longer_than_its_field_is_read_back_whole()
    {
        var header = new TarHeader($"./appendonlydir/{new string('é', 100)}.1.base.rdb", 7, TarHeader.RegularType);
        using var reader = new TarReader(new MemoryStream(header.ToBytes(DateTimeOffset.UnixEpoch)));

        Assert.Equal(header, await reader.ReadEntryAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Any_block_is_read_or_refused_in_words() => Gen.Byte.Array[TarHeader.BlockSize].Sample(block =>
    {
        try
        {
            _ = TarHeader.Parse(block);
        }
        catch (InvalidDataException exception)
        {
            Assert.NotEmpty(exception.Message);
        }
    });
}
