namespace Lifecycle.Streams;

/// <summary>Keeps the first bytes of what is written, and lets the rest go.</summary>
internal sealed class BeginningStream(int limit) : WriteOnlyStream
{
    private readonly MemoryStream _kept = new();

    public byte[] Kept => _kept.ToArray();

    public override void Write(ReadOnlySpan<byte> buffer) => _kept.Write(buffer[..(int)Math.Min(buffer.Length, limit - _kept.Length)]);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        _kept.Dispose();
        base.Dispose(disposing);
    }
}
