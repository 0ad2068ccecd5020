using Lifecycle.Streams;

namespace Lifecycle.Reporting;

/// <summary>Counts on a progress line what is written through it.</summary>
internal sealed class ProgressStream(Stream destination, IProgressLine progress) : WriteOnlyStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        destination.Write(buffer);
        progress.Advance(buffer.Length);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await destination.WriteAsync(buffer, cancellationToken);
        progress.Advance(buffer.Length);
    }
}
