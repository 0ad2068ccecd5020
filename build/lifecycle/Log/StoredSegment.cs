using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Lifecycle.Redis;
using Lifecycle.Stores;
using Lifecycle.Streams;

namespace Lifecycle.Log;

/// <summary>A segment of a store, opened: its head, then its content.</summary>
internal sealed class StoredSegment : IAsyncDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly string _location;
    private readonly Stream _stored;
    private readonly GZipStream _unpacked;

    private StoredSegment(SegmentKey key, string location, Stream stored, GZipStream unpacked, SegmentHead head) =>
        (Key, _location, _stored, _unpacked, Head) = (key, location, stored, unpacked, head);

    public SegmentKey Key { get; }

    public SegmentHead Head { get; }

    /// <summary>Where the log goes on after it, in the same increment.</summary>
    public AofPosition End => Key.From + Head.Length;

    public IEnumerable<LogMoment> Moments => Head.Ticks.Select(tick => new LogMoment(Key.From + tick.At, tick.Time, tick.IsAnew));

    /// <summary>By when what stands at a place was there; null for what the next segment ends.</summary>
    public DateTimeOffset? TimeOf(AofPosition place) => Head.Ticks.FirstOrDefault(tick => Key.From + tick.At > place)?.Time;

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The segment disposes of it.")]
    public static async Task<StoredSegment> OpenAsync(IBackupStore store, SegmentKey key, CancellationToken cancellationToken)
    {
        var location = store.Locate(key.ToString());
        var stored = await store.OpenReadAsync(key.ToString(), cancellationToken);
        try
        {
            var unpacked = new GZipStream(stored, CompressionMode.Decompress, leaveOpen: true);
            return new StoredSegment(key, location, stored, unpacked, await SegmentHead.ReadAsync(unpacked, cancellationToken));
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            await stored.DisposeAsync();
            throw Damaged(location, exception);
        }
        catch
        {
            await stored.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives a part of its content, in pieces; at the end all of it is known to be what was stored.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public async Task ReadAsync(long skip, long count, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellationToken)
    {
        await using var hashing = new HashingReader(_unpacked);
        var buffer = new byte[BufferSize];
        try
        {
            for (long at = 0; await hashing.ReadAsync(buffer, cancellationToken) is > 0 and var read; at += read)
            {
                if (hashing.Count > Head.Length)
                {
                    break;
                }

                var (first, last) = ((int)Math.Clamp(skip - at, 0, read), (int)Math.Clamp(skip + count - at, 0, read));
                if (first < last)
                {
                    await take(buffer.AsMemory(first, last - first));
                }
            }

            if (hashing.Count != Head.Length || await hashing.FinishAsync(cancellationToken) != Head.Sha256)
            {
                throw new InvalidDataException("its content is not what its head says");
            }
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(_location, exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _unpacked.DisposeAsync();
        await _stored.DisposeAsync();
    }

    private static InvalidDataException Damaged(string location, Exception cause) => new($"{location}: {cause.Message}", cause);
}
