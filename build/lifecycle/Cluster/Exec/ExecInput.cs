using System.Net.WebSockets;
using Lifecycle.Streams;

namespace Lifecycle.Cluster.Exec;

/// <summary>A command's standard input. Whether the command has ended, whoever reads its output finds out.</summary>
internal sealed class ExecInput(WebSocket socket, ExecFrames frames) : WriteOnlyStream
{
    private const int BufferSize = 64 * 1024;

    private readonly byte[] _buffer = [(byte)ExecChannel.Input, .. new byte[BufferSize]];
    private bool _closed;

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException("A command in a pod is written to asynchronously.");

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, BufferSize);
            buffer[..count].CopyTo(_buffer.AsMemory(1));
            buffer = buffer[count..];
            await SendAsync(_buffer.AsMemory(0, count + 1), cancellationToken);
        }
    }

    // The older protocol has no word for it: there, whoever reads in the pod has to know the length.
    public override async ValueTask DisposeAsync()
    {
        if (!_closed && socket.SubProtocol == ExecSocketBuilder.ProtocolWithClose)
        {
            _closed = true;
            try
            {
                await SendAsync(new[] { (byte)ExecChannel.Close, (byte)ExecChannel.Input }, CancellationToken.None);
            }
            catch (OtherEndGoneException)
            {
                // It needs no telling.
            }
        }

        await base.DisposeAsync();
    }

    private async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (frames.HasEnded)
        {
            throw new OtherEndGoneException("The command has ended.");
        }

        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new OtherEndGoneException("The connection to the command has ended.", exception);
        }
    }
}
