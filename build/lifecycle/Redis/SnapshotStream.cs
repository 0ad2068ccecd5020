using System.Text;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>What a snapshot's command writes: its head, in text, and then the files. They go where the head asks for them to go.</summary>
internal sealed class SnapshotStream(string mark, RedisLayout layout, Func<Snapshot, Task<Stream>> open) : WriteOnlyStream
{
    private const int MaximumHeadBytes = 1024 * 1024;
    private const int HeadSections = 3;

    private readonly byte[] _mark = Encoding.ASCII.GetBytes($"\n{mark}\n");
    private readonly BoundedMemoryStream _head = new(MaximumHeadBytes);
    private Stream? _files;

    /// <summary>Null until the head is whole.</summary>
    public Snapshot? Snapshot { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_files is null)
        {
            buffer = await ReadHeadAsync(buffer);
        }

        if (_files is not null && !buffer.IsEmpty)
        {
            await _files.WriteAsync(buffer, cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _head.Dispose();
        base.Dispose(disposing);
    }

    /// <returns>What of the buffer comes after the head.</returns>
    private async Task<ReadOnlyMemory<byte>> ReadHeadAsync(ReadOnlyMemory<byte> buffer)
    {
        var before = _head.Written.Length;
        // A first frame may hold files already: no more of it than a head can have is looked at.
        _head.Write(buffer.Span[..Math.Min(buffer.Length, MaximumHeadBytes - before)]);
        if (EndOfHead(_head.Written) is not { } end)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        Snapshot = Snapshot.Parse(Encoding.UTF8.GetString(_head.Written[..(end - _mark.Length)]).Split($"\n{mark}\n"), layout);
        _files = await open(Snapshot);
        return buffer[(end - before)..];
    }

    private int? EndOfHead(ReadOnlySpan<byte> text)
    {
        var end = 0;
        for (var section = 0; section < HeadSections; section++)
        {
            var length = text[end..].IndexOf(_mark);
            if (length < 0)
            {
                return null;
            }

            end += length + _mark.Length;
        }

        return end;
    }
}
