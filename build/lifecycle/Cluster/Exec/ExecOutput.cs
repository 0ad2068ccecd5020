using Lifecycle.Streams;

namespace Lifecycle.Cluster.Exec;

/// <summary>A command's standard output.</summary>
internal sealed class ExecOutput(ExecFrames frames) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _unread;

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("A command in a pod is read asynchronously.");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_unread.IsEmpty)
        {
            _unread = await frames.NextAsync(cancellationToken);
        }

        var count = Math.Min(buffer.Length, _unread.Length);
        _unread[..count].CopyTo(buffer);
        _unread = _unread[count..];
        return count;
    }

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        for (var content = _unread; ; content = await frames.NextAsync(cancellationToken))
        {
            if (!content.IsEmpty)
            {
                await destination.WriteAsync(content, cancellationToken);
            }
            else if (frames.HasEnded)
            {
                break;
            }
        }

        _unread = default;
    }
}
