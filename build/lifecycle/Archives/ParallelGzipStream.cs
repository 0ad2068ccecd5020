using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using Lifecycle.Streams;

namespace Lifecycle.Archives;

/// <summary>
/// Compresses on all cores. Each block becomes a gzip member of its own; members one after the other are one gzip file
/// (RFC 1952, 2.2), which GNU tar, busybox and .NET read as such. Memory is bounded: as many blocks are in flight as
/// there are cores, their buffers are used again and again, and a slow destination slows the writer down.
/// <para>
/// Only what cannot fail, the compressing, goes on beside its caller. What it comes to is written in the caller's own
/// calls, so that there is no other half, and a full disk is told by whichever call meets it.
/// </para>
/// </summary>
internal sealed class ParallelGzipStream(Stream destination) : WriteOnlyStream
{
    private const int BlockSize = 256 * 1024;

    // A header and a trailer come on top.
    private static readonly int MemberSize = BlockSize + (int)MostGrowth(BlockSize) + 64;

    private readonly ConcurrentBag<MemoryStream> _free = [];
    private readonly Queue<Task<MemoryStream>> _members = [];
    private byte[] _block = ArrayPool<byte>.Shared.Rent(BlockSize);
    private int _filled;

    /// <summary>
    /// By how much what cannot be compressed may grow. At its fastest zlib-ng knows one table of codes alone, whose longest have
    /// nine bits for a byte (DEFLATE_QUICK_OVERHEAD).
    /// </summary>
    public static long MostGrowth(long size) => size / 8;

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var length = Math.Min(buffer.Length, BlockSize - _filled);
            buffer[..length].CopyTo(_block.AsMemory(_filled));
            buffer = buffer[length..];
            _filled += length;
            if (_filled == BlockSize)
            {
                Submit();
                await PassOnAsync(Environment.ProcessorCount, cancellationToken);
            }
        }
    }

    /// <summary>Compresses what is left and waits until all is written. A stream that was not completed is cut, never short by accident.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken)
    {
        Submit();
        return PassOnAsync(remaining: 0, cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        _ = await Task.WhenAll(_members);
        ArrayPool<byte>.Shared.Return(_block);
        await base.DisposeAsync();
    }

    private void Submit()
    {
        var (block, length) = (_block, _filled);
        (_block, _filled) = (ArrayPool<byte>.Shared.Rent(BlockSize), 0);
        _members.Enqueue(Task.Run(() => Compress(block, length), CancellationToken.None));
    }

    /// <summary>Writes what is compressed, until no more than <paramref name="remaining"/> blocks are in flight.</summary>
    private async Task PassOnAsync(int remaining, CancellationToken cancellationToken)
    {
        while (_members.TryPeek(out var next) && (next.IsCompleted || _members.Count > remaining))
        {
            // One that was not written stays at the head, so that no later one can pass it.
            var member = await next;
            await destination.WriteAsync(member.GetBuffer().AsMemory(0, (int)member.Length), cancellationToken);
            _ = _members.Dequeue();
            _free.Add(member);
        }
    }

    private MemoryStream Compress(byte[] block, int length)
    {
        var member = _free.TryTake(out var used) ? used : new MemoryStream(MemberSize);
        member.SetLength(0);
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(block, 0, length);
        }

        ArrayPool<byte>.Shared.Return(block);
        return member;
    }
}
