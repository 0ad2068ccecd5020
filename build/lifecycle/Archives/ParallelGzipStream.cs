using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Threading.Channels;

namespace Lifecycle.Archives;

/// <summary>
/// Compresses on all cores. Each block becomes a gzip member of its own; members one after the other are one gzip file
/// (RFC 1952, 2.2), which GNU tar, busybox and .NET read as such. Memory is bounded: as many blocks are in flight as
/// there are cores, their buffers are used again and again, and a slow destination slows the writer down.
/// </summary>
internal sealed class ParallelGzipStream : WriteOnlyStream
{
    private const int BlockSize = 256 * 1024;

    // What does not compress grows by a few bytes in each 16 KiB.
    private const int MemberSize = BlockSize + (BlockSize / 64);

    private readonly Stream _destination;
    private readonly ConcurrentBag<MemoryStream> _free = [];
    private readonly Channel<Task<MemoryStream>> _members;
    private readonly CancellationTokenSource _failed = new();
    private readonly Task _writing;
    private byte[] _block = ArrayPool<byte>.Shared.Rent(BlockSize);
    private int _filled;
    private bool _completed;

    public ParallelGzipStream(Stream destination)
    {
        _destination = destination;
        _members = Channel.CreateBounded<Task<MemoryStream>>(new BoundedChannelOptions(Environment.ProcessorCount) { SingleReader = true, SingleWriter = true });
        _writing = WriteMembersAsync();
    }

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
                await SubmitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Compresses what is left and waits until all is written. A stream that was not completed is cut, never short by accident.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await SubmitAsync(cancellationToken);
        _completed = true;
        _members.Writer.Complete();
        await _writing.WaitAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_completed)
        {
            await _failed.CancelAsync();
            _ = _members.Writer.TryComplete();
            await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        ArrayPool<byte>.Shared.Return(_block);
        _failed.Dispose();
        await base.DisposeAsync();
    }

    private async Task SubmitAsync(CancellationToken cancellationToken)
    {
        var (block, length) = (_block, _filled);
        (_block, _filled) = (ArrayPool<byte>.Shared.Rent(BlockSize), 0);
        var member = Task.Run(() => Compress(block, length), CancellationToken.None);
        if (!await TryWriteAsync(member, cancellationToken))
        {
            await _writing;
        }
    }

    private async Task<bool> TryWriteAsync(Task<MemoryStream> member, CancellationToken cancellationToken)
    {
        while (await _members.Writer.WaitToWriteAsync(cancellationToken))
        {
            if (_members.Writer.TryWrite(member))
            {
                return true;
            }
        }

        return false;
    }

    private async Task WriteMembersAsync()
    {
        try
        {
            await foreach (var compressing in _members.Reader.ReadAllAsync(_failed.Token))
            {
                var member = await compressing;
                await _destination.WriteAsync(member.GetBuffer().AsMemory(0, (int)member.Length), _failed.Token);
                _free.Add(member);
            }
        }
        finally
        {
            _ = _members.Writer.TryComplete();
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
