using Lifecycle.Streams;

namespace Lifecycle.Tests.Streams;

/// <summary>Passes on what is written when it is its half's turn; it may also fail with the content passed on.</summary>
internal sealed class ScheduledWriter(Stream destination, ScheduledHalf half) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await half.TurnAsync(cancellationToken);
        await destination.WriteAsync(buffer, cancellationToken);
        await half.TurnAsync(cancellationToken);
    }
}
