using System.Runtime.InteropServices;

namespace Lifecycle.Stores.S3;

/// <summary>An object, front to back: ranges are fetched ahead, several at a time, in bounded memory.</summary>
internal sealed class S3Download : ReadOnlyStream
{
    private const int FirstSize = 256 * 1024;
    private const int RangeSize = 2 * 1024 * 1024;
    private const int Ahead = 4;

    private readonly CancellationTokenSource _lifetime = new();
    private readonly Queue<Task<Memory<byte>>> _ranges = [];
    private readonly PartBuffers _buffers;
    private readonly S3RangeReader _reader;
    private readonly S3Pin _pin;
    private byte[]? _buffer;
    private Memory<byte> _unread;
    private long _asked;

    private S3Download(S3RangeReader reader, S3Pin pin, byte[] first, PartBuffers buffers)
    {
        (_reader, _pin, _buffers) = (reader, pin, buffers);
        _unread = first.AsMemory(0, (int)Math.Min(first.Length, pin.Length));
        _asked = _unread.Length;
        FetchAhead();
    }

    public override long Length => _pin.Length;

    public static async Task<S3Download> OpenAsync(S3RangeReader reader, PartBuffers buffers, CancellationToken cancellationToken)
    {
        var first = new byte[FirstSize];
        return new S3Download(reader, await reader.ReadFirstAsync(first, cancellationToken), first, buffers);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A range that failed stays at the head, so that no later read can pass it over.
        if (_unread.IsEmpty && _ranges.TryPeek(out var next))
        {
            _unread = await next.WaitAsync(cancellationToken);
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
        await _lifetime.CancelAsync();
        // Whoever still reads has heard of their failure, and nobody else waits for them.
        await ((Task)Task.WhenAll(_ranges)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _lifetime.Cancel();
        }

        base.Dispose(disposing);
    }

    private void FetchAhead()
    {
        while (_ranges.Count < Ahead && _asked < _pin.Length)
        {
            var size = (int)Math.Min(RangeSize, _pin.Length - _asked);
            _ranges.Enqueue(FetchAsync(_asked, _buffers.Take(RangeSize), size));
            _asked += size;
        }
    }

    private async Task<Memory<byte>> FetchAsync(long offset, byte[] buffer, int size)
    {
        await _reader.ReadAsync(_pin, offset, buffer.AsMemory(0, size), _lifetime.Token);
        return buffer.AsMemory(0, size);
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
