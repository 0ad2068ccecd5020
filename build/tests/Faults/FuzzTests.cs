using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Lifecycle.Archives;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Faults;

/// <summary>
/// Input that somebody has made to hurt. Whatever it is, it is read or refused in words: no other exception, no memory
/// that grows with what a header claims.
/// </summary>
public sealed class FuzzTests
{
    private const long Room = 16 * 1024 * 1024;
    private static readonly long Inputs = long.Parse(Environment.GetEnvironmentVariable("TEST_FUZZ_INPUTS") ?? "100000", CultureInfo.InvariantCulture);
    private static readonly byte[] Sound = SoundTar();
    private static readonly string[] Beginnings = ["", "20260207T114100Z/", "../20260207T114100Z/", "20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz", "99999999T999999Z/"];

    [Fact]
    public async Task Mutated_tars_are_read_or_refused_in_words()
    {
        var random = new Random(11);
        var (read, refused) = (0, 0);
        for (long input = 0; input < Inputs * 6 / 10; input++)
        {
            _ = await IsReadAsync(Mutation.Of(Sound, random)) ? read++ : refused++;
        }

        TestContext.Current.SendDiagnosticMessage($"{read + refused} mutated tars: {read} read, {refused} refused");
        Assert.True(read > 0 && refused > 0, "one kind only: the mutations test nothing");
    }

    [Fact]
    public async Task Mutated_gzip_is_read_or_refused_in_words()
    {
        using var sound = new MemoryStream();
        await using (var gzip = new ParallelGzipStream(sound))
        {
            await gzip.WriteAsync(Sound, RedisInstance.Cancel);
            await gzip.CompleteAsync(RedisInstance.Cancel);
        }

        var random = new Random(12);
        for (long input = 0; input < Inputs / 10; input++)
        {
            _ = await IsGzipReadAsync(Mutation.Of(sound.ToArray(), random));
        }
    }

    [Fact]
    public void Manifests_journals_records_and_checksums_are_read_or_refused_in_words() => Gen.Select(Gen.String, Gen.Int[0, 3]).Sample(
        (text, kind) =>
        {
            try
            {
                _ = kind switch
                {
                    0 => BackupManifest.FromJson(Encoding.UTF8.GetBytes(text)),
                    1 => RestoreJournal.FromJson(text),
                    2 => DrillRecord.FromJson(Encoding.UTF8.GetBytes(text)),
                    _ => (object)Checksum.Parse(text),
                };
            }
            catch (InvalidDataException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        },
        iter: Inputs / 10);

    [Fact]
    public void Mutated_manifests_are_read_or_refused_in_words()
    {
        var sound = new BackupManifest("20260207T114100Z", DateTimeOffset.UnixEpoch, "7.0.15", new Dictionary<int, DatabaseKeys> { [0] = new(1, 0) }, 1, new string('0', 64), [new ArchivedFile("dump.rdb", 1, "")]).ToJson();
        var random = new Random(13);
        for (long input = 0; input < Inputs / 10; input++)
        {
            try
            {
                _ = BackupManifest.FromJson(Mutation.Of(sound, random));
            }
            catch (InvalidDataException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        }
    }

    [Fact]
    public void Keys_of_a_listing_are_recognised_or_left_alone() =>
        Gen.Select(Gen.String, Gen.Int[0, Beginnings.Length - 1]).Sample(
            (noise, known) => Assert.True(BackupKey.Recognise(Beginnings[known] + noise) is not { } found || found.ToString() == Beginnings[known] + noise),
            iter: Inputs / 10);

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 40)]
    public async Task A_size_that_is_claimed_takes_no_memory(long size)
    {
        var header = new TarHeader("./dump.rdb", Math.Min(size, (1L << 62) - 1), TarHeader.RegularType).ToBytes(DateTimeOffset.UnixEpoch);
        // Others run beside it and take some as well: a claim that takes memory takes it each time.
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await Assert.ThrowsAsync<TooLargeException>(() => ReadAsync(header));
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.True(least < 4 * 1024 * 1024, "memory was taken for what a header claims");
    }

    [Fact]
    public async Task A_gzip_bomb_is_refused_when_it_has_filled_the_room_that_there_is()
    {
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            // Each fits by itself.
            foreach (var name in new[] { "./dump.rdb", "./another.rdb", "./third.rdb" })
            {
                await gzip.WriteAsync(new TarHeader(name, Room / 2 + 512, TarHeader.RegularType).ToBytes(DateTimeOffset.UnixEpoch), RedisInstance.Cancel);
                await gzip.WriteAsync(new byte[Room / 2 + 512], RedisInstance.Cancel);
            }
        }

        bomb.Position = 0;
        var refusal = await Assert.ThrowsAsync<TooLargeException>(() => ArchiveContent.ReadAsync(bomb, Room, RedisInstance.Cancel));
        Assert.Contains("room", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tar_of_millions_of_entries_is_refused_early()
    {
        var entry = new TarHeader("./x/", 0, TarHeader.DirectoryType).ToBytes(DateTimeOffset.UnixEpoch);
        using var endless = new MemoryStream(Enumerable.Repeat(entry, 20_000).SelectMany(block => block).ToArray());

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(endless.ToArray()));

        Assert.Contains("entries", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tar_whose_names_are_kilobytes_long_is_refused_early()
    {
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(new TarHeader(new string('x', 50_000), 0, TarHeader.RegularType).ToBytes(DateTimeOffset.UnixEpoch)));

        Assert.Contains("a file name of 50000 characters", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tar_of_thousands_of_manifests_is_refused_early()
    {
        var manifests = Enumerable.Range(0, 20).SelectMany(number => new TarHeader($"x/{number}.manifest", 512, TarHeader.RegularType).ToBytes(DateTimeOffset.UnixEpoch).Concat(new byte[512]));

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync([.. manifests]));

        Assert.Contains("append-only manifests", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<bool> IsReadAsync(byte[] tar)
    {
        try
        {
            var content = await ReadAsync(tar);
            _ = RestorePlan.For(content, DataSetChoice.Served, appendOnly: true, "fuzz").ManifestAfter(1).ToString();
            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or TooLargeException)
        {
            Assert.NotEmpty(exception.Message);
            return false;
        }
    }

    private static async Task<bool> IsGzipReadAsync(byte[] archive)
    {
        try
        {
            using var stream = new MemoryStream(archive);
            _ = await ArchiveContent.ReadAsync(stream, Room, RedisInstance.Cancel);
            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or TooLargeException)
        {
            Assert.NotEmpty(exception.Message);
            return false;
        }
    }

    private static async Task<ArchiveContent> ReadAsync(byte[] tar)
    {
        using var stream = new MemoryStream();
        await using (var gzip = new GZipStream(stream, CompressionLevel.NoCompression, leaveOpen: true))
        {
            await gzip.WriteAsync(tar, RedisInstance.Cancel);
        }

        stream.Position = 0;
        return await ArchiveContent.ReadAsync(stream, Room, RedisInstance.Cancel);
    }

    private static byte[] SoundTar()
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "./appendonlydir/"));
            tar.WriteEntry(TestArchives.File("./appendonlydir/appendonly.aof.manifest", "file appendonly.aof.1.base.rdb seq 1 type b\nfile appendonly.aof.1.incr.aof seq 1 type i\n"));
            tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "./appendonlydir/appendonly.aof.1.base.rdb") { DataStream = new MemoryStream(new byte[90]) });
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "./appendonlydir/appendonly.aof.1.incr.aof") { DataStream = new MemoryStream(new byte[1000]) });
            tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "./" + new string('n', 150)) { DataStream = new MemoryStream(new byte[10]) });
        }

        return bytes.ToArray();
    }
}
