using Lifecycle.Streams;

namespace Lifecycle.Tests.Streams;

/// <summary>Gives what another stream gives, in pieces of about a size, when it is its half's turn.</summary>
internal sealed class ScheduledReader(Stream source, ScheduledHalf half, int size) : ReadOnlyStream
{
    public ScheduledReader(byte[] content, ScheduledHalf half, int pieces)
        : this(new MemoryStream(content), half, Math.Max(1, content.Length / pieces))
    {
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await half.TurnAsync(cancellationToken);
        return await source.ReadAsync(buffer[..Math.Min(buffer.Length, half.Next(2 * size) + 1)], cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
