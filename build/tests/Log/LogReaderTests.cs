using System.Globalization;
using System.IO.Compression;
using System.Text;
using Lifecycle.Embedded;
using Lifecycle.Log;
using Lifecycle.Redis;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Log;

/// <summary>A log is read whole and right, or refused in words; never less of it, and never something else.</summary>
public sealed class LogReaderTests : StoreTest
{
    private const string Run = "run";

    private static readonly Owner Owner = new("test.data.redis", "1a2b3c4d");
    private static readonly BackupName Generation = BackupName.Parse("20260207T114100Z");

    [Fact]
    public async Task What_was_recorded_is_read_byte_for_byte_wherever_it_begins_and_ends()
    {
        var (log, increments, ticks) = await RecordAsync(new Random(23));
        for (var first = 0; first < ticks.Count; first += 3)
        {
            for (var last = first; last < ticks.Count; last += 5)
            {
                var runs = await ReadAsync(log, ticks[first], ticks[last]);
                var read = new List<byte>();
                foreach (var run in runs)
                {
                    using var part = new MemoryStream();
                    await run.CopyAsync(part, RedisInstance.Cancel);
                    read.AddRange(part.ToArray());
                }

                Assert.Equal(Between(increments, ticks[first], ticks[last]), read);
            }
        }
    }

    [Fact]
    public async Task A_byte_that_is_changed_anywhere_is_noticed()
    {
        var (log, _, ticks) = await RecordAsync(new Random(29));
        var random = new Random(31);
        var needed = log.After(ticks[0]).Where(segment => segment.From < ticks[^1]).ToList();
        for (var round = 0; round < 300; round++)
        {
            var path = Store.Locate(needed[random.Next(needed.Count)].ToString());
            var sound = await File.ReadAllBytesAsync(path, RedisInstance.Cancel);
            var damaged = sound.ToArray();
            var at = random.Next(damaged.Length);
            damaged[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(path, round % 3 == 0 ? damaged[..at] : damaged, RedisInstance.Cancel);

            var failure = await Record.ExceptionAsync(() => ReadAsync(log, ticks[0], ticks[^1]));
            Assert.True(failure is InvalidDataException || (failure is null && Unpacked(path).SequenceEqual(Unpacked(sound))), $"byte {at} of {path}: {failure?.ToString() ?? "not noticed"}");
            await File.WriteAllBytesAsync(path, sound, RedisInstance.Cancel);
        }
    }

    [Fact]
    public async Task A_segment_that_is_missing_ends_the_log()
    {
        var (log, _, ticks) = await RecordAsync(new Random(37));
        var missing = log.Segments[log.Segments.Count / 2];
        File.Delete(Store.Locate(missing.ToString()));

        var left = LogGeneration.Of(log.Segments.Where(segment => segment != missing), []);

        Assert.Equal(2, left.Count);
        Assert.Equal(log.Segments.TakeWhile(segment => segment != missing), left[0].Segments);
        _ = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(left[0], ticks[0], ticks[^1]));
        _ = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(left[1], ticks[0], ticks[^1]));
    }

    [Fact]
    public async Task A_transaction_larger_than_the_buffer_goes_in_parts_and_is_never_cut()
    {
        var start = new AofPosition(1, 0);
        var buffer = new SegmentBuffer(start, [], Run);
        var keys = new List<SegmentKey>();
        var all = Encoding.ASCII.GetBytes(SampleData.Encode("MULTI") + string.Concat(Enumerable.Range(0, 100_000).Select(index => SampleData.Encode("SET", $"key:{index}", new string('v', 200)))) + SampleData.Encode("EXEC"));
        var time = DateTimeOffset.UnixEpoch;
        for (var at = 0; at < all.Length;)
        {
            var length = Math.Min(buffer.Free.Length, all.Length - at);
            all.AsSpan(at, length).CopyTo(buffer.Free.Span);
            buffer.Add(length);
            buffer.Note(time += TimeSpan.FromSeconds(1), Run);
            at += length;
            keys.Add(await StoreAsync(buffer, keys.Count + 1));
        }

        var log = Assert.Single(LogGeneration.Of(keys, []));
        Assert.True(keys.Count > 2, $"{keys.Count} segments");
        Assert.Equal(all.Length, (await ReadAsync(log, start, start + all.Length))[0].Size);
        var catalog = new LogCatalog(Store);
        Assert.Equal(start + all.Length, (await catalog.ReadEndAsync(log, RedisInstance.Cancel))?.Position);
        var (before, after) = await catalog.FindAsync(log, DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(2), RedisInstance.Cancel);
        Assert.Equal(start, before?.Position);
        Assert.Equal(start + all.Length, after?.Position);
        _ = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(log, start, start + (all.Length / 2)));
    }

    [Fact]
    public async Task What_an_archiver_has_left_that_gave_up_where_an_increment_ends_is_passed_over()
    {
        var keys = new List<SegmentKey>();
        var (mine, others) = (new SegmentBuffer(new AofPosition(1, 0), [], Run), new SegmentBuffer(new AofPosition(2, 0), [], Run));
        Add(mine, "first");
        keys.Add(await StoreAsync(mine, 1));
        var end = mine.Read;
        Add(others, "second");
        keys.Add(await StoreAsync(mine, 2));
        keys.Add(await StoreAsync(others, 2));
        keys.Add(await StoreAsync(mine, 3));
        mine.Begin(new AofPosition(2, 0), []);
        Add(mine, "second");
        Add(mine, "third");
        keys.Add(await StoreAsync(mine, 4));

        var log = Assert.Single(LogGeneration.Of(keys, []));

        Assert.Equal([end.Offset, mine.Read.Offset], (await ReadAsync(log, new AofPosition(1, 0), mine.Read)).Select(run => run.Size));

        static void Add(SegmentBuffer buffer, string key)
        {
            var command = Encoding.ASCII.GetBytes(SampleData.Encode("SET", key, "1"));
            command.CopyTo(buffer.Free.Span);
            buffer.Add(command.Length);
        }
    }

    private Task<IReadOnlyList<LogRun>> ReadAsync(LogGeneration log, AofPosition from, AofPosition to)
    {
        using var line = Silence.Reporter.Begin("Reading", null);
        return new LogReader(Store).ReadAsync(log, from, to, line, RedisInstance.Cancel);
    }

    private async Task<(LogGeneration Log, Dictionary<long, byte[]> Increments, List<AofPosition> Ticks)> RecordAsync(Random random)
    {
        var buffer = new SegmentBuffer(new AofPosition(3, 0), [], Run);
        var (keys, ticks, increments) = (new List<SegmentKey>(), new List<AofPosition>(), new Dictionary<long, byte[]>());
        var time = DateTimeOffset.UnixEpoch;
        for (var increment = 3; increment < 6; increment++)
        {
            var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 60).Select(index => SampleData.Encode("SET", $"key:{index}", new string('v', random.Next(300))))));
            increments[increment] = content;
            buffer.Begin(new AofPosition(increment, 0), []);
            for (var at = 0; at < content.Length;)
            {
                var length = Math.Min(random.Next(1, 2000), content.Length - at);
                content.AsSpan(at, length).CopyTo(buffer.Free.Span);
                buffer.Add(length);
                buffer.Note(time += TimeSpan.FromSeconds(1), Run);
                at += length;
                if (random.Next(3) == 0 || at == content.Length)
                {
                    var segment = buffer.Pack("writer");
                    ticks.AddRange(segment.Head.Ticks.Select(tick => segment.From + tick.At));
                    keys.Add(await StoreAsync(buffer, keys.Count + 1));
                }
            }
        }

        return (Assert.Single(LogGeneration.Of(keys, [])), increments, [.. ticks.Distinct()]);
    }

    private async Task<SegmentKey> StoreAsync(SegmentBuffer buffer, int number)
    {
        var segment = buffer.Pack("writer");
        var key = new SegmentKey(Owner, Generation, number, segment.From);
        await Store.PutAsync(key.ToString(), segment.Content, RedisInstance.Cancel);
        buffer.Drop(segment);
        return key;
    }

    // A gzip file has bits that say nothing of its content.
    private static byte[] Unpacked(string path) => Unpacked(File.ReadAllBytes(path));

    private static byte[] Unpacked(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static IEnumerable<byte> Between(Dictionary<long, byte[]> increments, AofPosition from, AofPosition to) => increments
        .Where(increment => increment.Key >= from.Increment && increment.Key <= to.Increment)
        .SelectMany(increment => increment.Value
            .Skip(increment.Key == from.Increment ? (int)from.Offset : 0)
            .Take((increment.Key == to.Increment ? (int)to.Offset : increment.Value.Length) - (increment.Key == from.Increment ? (int)from.Offset : 0)));
}
