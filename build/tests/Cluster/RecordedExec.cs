using System.Buffers.Binary;
using System.Net.WebSockets;

namespace Lifecycle.Tests.Cluster;

/// <summary>A real WebSocket over a recording of what an exec sends: frames of its standard output, its status, the end.</summary>
internal sealed class RecordedExec : Stream
{
    private const byte Output = 1;
    private const byte Status = 3;
    private const int FinalBinary = 0x82;
    private const int FinalClose = 0x88;

    private readonly MemoryStream _recording = new();

    public RecordedExec(int frames, int bytesPerFrame)
    {
        var content = new byte[bytesPerFrame];
        content[0] = Output;
        for (var frame = 0; frame < frames; frame++)
        {
            Add(FinalBinary, content);
        }

        Add(FinalBinary, [Status, .. """{"status":"Success"}"""u8]);
        Add(FinalClose, [0x03, 0xE8]);
        _recording.Position = 0;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Plays it from its beginning.</summary>
    public WebSocket Play()
    {
        _recording.Position = 0;
        return WebSocket.CreateFromStream(this, new WebSocketCreationOptions());
    }

    public override int Read(byte[] buffer, int offset, int count) => _recording.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(_recording.Read(buffer.Span));

    public override void Write(byte[] buffer, int offset, int count)
    {
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // RFC 6455, 5.2: one byte for the length, or 126 and two bytes.
    private void Add(int first, ReadOnlySpan<byte> payload)
    {
        _recording.WriteByte((byte)first);
        if (payload.Length < 126)
        {
            _recording.WriteByte((byte)payload.Length);
        }
        else
        {
            Span<byte> length = stackalloc byte[3];
            length[0] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(length[1..], checked((ushort)payload.Length));
            _recording.Write(length);
        }

        _recording.Write(payload);
    }
}
