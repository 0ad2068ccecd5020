using Lifecycle.Streams;

namespace Lifecycle.Tests.Cluster;

/// <summary>Takes so many bytes a second, passes them on and counts them.</summary>
internal sealed class SlowStream(long bytesPerSecond, Stream? destination = null) : WriteOnlyStream
{
    private readonly long _started = Environment.TickCount64;

    public long Count { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await (destination ?? Null).WriteAsync(buffer, cancellationToken);
        Count += buffer.Length;
        var ahead = (Count * 1000 / bytesPerSecond) - (Environment.TickCount64 - _started);
        if (ahead > 15)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(ahead), cancellationToken);
        }
    }
}

/// <summary>Gives a little and then fails.</summary>
internal sealed class FailingStream : ReadOnlyStream
{
    private int _reads;

    public override int Read(Span<byte> buffer)
    {
        buffer.Clear();
        return ++_reads < 20 ? buffer.Length : throw new InvalidDataException("the archive is damaged");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return Read(buffer.Span);
    }
}
