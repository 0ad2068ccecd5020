using Lifecycle.Streams;

namespace Lifecycle.Reporting;

/// <summary>Counts on a progress line what is read through it.</summary>
internal sealed class ProgressReader(Stream source, IProgressLine progress) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer) => Count(source.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await source.ReadAsync(buffer, cancellationToken));

    private int Count(int bytes)
    {
        progress.Advance(bytes);
        return bytes;
    }
}
