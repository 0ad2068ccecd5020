using Lifecycle.Streams;

namespace Lifecycle.Shells;

/// <summary>Collects what a command writes and refuses more than it was made for.</summary>
internal sealed class BoundedMemoryStream(int limit) : WriteOnlyStream
{
    private readonly MemoryStream _buffer = new();

    public ReadOnlySpan<byte> Written => _buffer.GetBuffer().AsSpan(0, (int)_buffer.Length);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_buffer.Length + buffer.Length > limit)
        {
            throw new ShellException($"a command wrote more than {limit} bytes where a short answer was expected");
        }

        _buffer.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        _buffer.Dispose();
        base.Dispose(disposing);
    }
}
