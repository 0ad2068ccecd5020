namespace Lifecycle.Streams;

/// <summary>Takes what follows a tar's end mark: padding, in moderation.</summary>
internal sealed class BoundedSink(long limit) : WriteOnlyStream
{
    private long _count;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _count += buffer.Length;
        if (_count > limit)
        {
            throw new InvalidDataException("the archive goes on for too long after its end mark");
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}
