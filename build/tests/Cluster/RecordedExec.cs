using System.Buffers.Binary;
using System.Net.WebSockets;

namespace Lifecycle.Tests.Cluster;

/// <summary>A real WebSocket over a recording of what an exec sends: frames of its standard output, its status, the end.</summary>
internal sealed class RecordedExec
{
    private const byte Output = 1;
    private const byte Status = 3;
    private const byte FinalBinary = 0x82;
    private const byte FinalClose = 0x88;

    private readonly byte[] _recording;

    public RecordedExec(int frames, int bytesPerFrame)
    {
        var recording = new List<byte>();
        var content = new byte[bytesPerFrame];
        content[0] = Output;
        for (var frame = 0; frame < frames; frame++)
        {
            Add(recording, FinalBinary, content);
        }

        Add(recording, FinalBinary, [Status, .. """{"status":"Success"}"""u8]);
        Add(recording, FinalClose, [0x03, 0xE8]);
        _recording = [.. recording];
    }

    /// <summary>Plays it from its beginning.</summary>
    public WebSocket Play() => WebSocket.CreateFromStream(new Playback(_recording), new WebSocketCreationOptions());

    // RFC 6455, 5.2: one byte for the length, or 126 and two bytes.
    private static void Add(List<byte> recording, byte first, ReadOnlySpan<byte> payload)
    {
        recording.Add(first);
        if (payload.Length < 126)
        {
            recording.Add((byte)payload.Length);
        }
        else
        {
            Span<byte> length = stackalloc byte[3];
            length[0] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(length[1..], checked((ushort)payload.Length));
            recording.AddRange(length);
        }

        recording.AddRange(payload);
    }

    /// <summary>What the socket answers goes nowhere.</summary>
    private sealed class Playback(byte[] recording) : MemoryStream(recording)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
