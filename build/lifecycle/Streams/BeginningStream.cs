namespace Lifecycle.Streams;

/// <summary>Keeps the first bytes of what is written, and passes all of it on to whoever takes it.</summary>
internal sealed class BeginningStream(int limit, Stream? taker = null) : WriteOnlyStream
{
    private readonly MemoryStream _kept = new();

    public byte[] Kept => _kept.ToArray();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Keep(buffer);
        taker?.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Keep(buffer.Span);
        return taker?.WriteAsync(buffer, cancellationToken) ?? ValueTask.CompletedTask;
    }

    private void Keep(ReadOnlySpan<byte> buffer) => _kept.Write(buffer[..(int)Math.Min(buffer.Length, limit - _kept.Length)]);

    protected override void Dispose(bool disposing)
    {
        _kept.Dispose();
        base.Dispose(disposing);
    }
}
