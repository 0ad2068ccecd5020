using System.Runtime.InteropServices;
using Lifecycle.Streams;

namespace Lifecycle.Stores.S3;

/// <summary>An object, front to back: ranges are fetched ahead, several at a time, in bounded memory.</summary>
internal sealed class S3Download : ReadOnlyStream
{
    private readonly TaskGroup _fetching = new();
    private readonly Queue<(Task Fetched, Memory<byte> Content)> _ranges = [];
    private readonly PartBuffers _buffers;
    private readonly S3RangeReader _reader;
    private readonly RangePlan _plan;
    private readonly S3Pin _pin;
    private byte[]? _buffer;
    private Memory<byte> _unread;
    private long _asked;

    private S3Download(S3RangeReader reader, S3Pin pin, byte[] first, RangePlan plan, PartBuffers buffers)
    {
        (_reader, _pin, _plan, _buffers) = (reader, pin, plan, buffers);
        _unread = first.AsMemory(0, (int)Math.Min(first.Length, pin.Length));
        _asked = _unread.Length;
        FetchAhead();
    }

    public override long Length => _pin.Length;

    public static async Task<S3Download> OpenAsync(S3RangeReader reader, RangePlan plan, PartBuffers buffers, CancellationToken cancellationToken)
    {
        var first = new byte[plan.First];
        return new S3Download(reader, await reader.ReadFirstAsync(first, cancellationToken), first, plan, buffers);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Where a range has failed, be it one further on, there is no whole any more: each read says why.
        if (_unread.IsEmpty && _ranges.TryPeek(out var next))
        {
            await _fetching.WaitAsync(next.Fetched, cancellationToken);
            _unread = next.Content;
            _ = _ranges.Dequeue();
            Recycle();
            FetchAhead();
        }

        var count = Math.Min(buffer.Length, _unread.Length);
        _unread[..count].CopyTo(buffer);
        _unread = _unread[count..];
        return count;
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("A download waits for the network: read it asynchronously.");

    public override async ValueTask DisposeAsync()
    {
        await _fetching.DisposeAsync();
        await base.DisposeAsync();
    }

    private void FetchAhead()
    {
        while (_ranges.Count < _plan.Ahead && _asked < _pin.Length)
        {
            var offset = _asked;
            var content = _buffers.Take(_plan.Size).AsMemory(0, (int)Math.Min(_plan.Size, _pin.Length - offset));
            _ranges.Enqueue((_fetching.Start(token => _reader.ReadAsync(_pin, offset, content, token)), content));
            _asked += content.Length;
        }
    }

    private void Recycle()
    {
        if (_buffer is not null)
        {
            _buffers.Return(_buffer);
        }

        _buffer = MemoryMarshal.TryGetArray<byte>(_unread, out var segment) ? segment.Array : null;
    }
}
