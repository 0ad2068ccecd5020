using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Lifecycle.Shells;

namespace Lifecycle.Cluster;

/// <summary>
/// One command's connection. Every message begins with the number of its channel. A message is written out before the
/// next one is asked for, so a slow reader slows the command down and nothing piles up here.
/// </summary>
/// <param name="socket">Open.</param>
/// <param name="where">For messages.</param>
/// <param name="mark">What ends both streams of a command with input: see <see cref="PodCommand"/>.</param>
internal sealed class ExecConnection(WebSocket socket, string where, string? mark)
{
    private const int BufferSize = 64 * 1024;
    private const int MaximumErrorBytes = 8 * 1024;
    private const int MaximumStatusBytes = 64 * 1024;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(10);

    private readonly ArrayBufferWriter<byte> _error = new();
    private readonly ArrayBufferWriter<byte> _status = new();

    private readonly EndMark? _outputEnd = mark is null ? null : new EndMark(mark);
    private readonly EndMark? _errorEnd = mark is null ? null : new EndMark(mark);

    private enum Channel : byte
    {
        Input = 0,
        Output = 1,
        Error = 2,
        Status = 3,
        Close = 255,
    }

    public async Task<Exit> RunAsync(Stream? input, Stream output, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = input is null ? Task.CompletedTask : SendAsync(input, over.Token);
        var receiving = ReceiveAsync(output, cancellationToken);
        if (await Task.WhenAny(sending, receiving) == sending && sending.IsFaulted)
        {
            // The input ended early. Cut the command off rather than let it take what came for the whole.
            socket.Abort();
            await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await sending;
        }

        try
        {
            await receiving;
        }
        finally
        {
            await over.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_errorEnd is { Status: null })
        {
            Append(_error, _errorEnd.Held, MaximumErrorBytes);
        }

        return new Exit(_errorEnd?.Status ?? ExecStatus.Parse(_status.WrittenSpan, where), Encoding.UTF8.GetString(_error.WrittenSpan));
    }

    private bool HasEnded => _outputEnd?.Status is not null && _errorEnd?.Status is not null;

    private async Task SendAsync(Stream input, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        buffer[0] = (byte)Channel.Input;
        int read;
        while ((read = await input.ReadAsync(buffer.AsMemory(1), cancellationToken)) > 0)
        {
            if (!await TrySendAsync(buffer.AsMemory(0, read + 1), cancellationToken))
            {
                return;
            }
        }

        if (socket.SubProtocol == ExecSocketBuilder.ProtocolWithClose)
        {
            _ = await TrySendAsync(new[] { (byte)Channel.Close, (byte)Channel.Input }, cancellationToken);
        }
    }

    /// <summary>False where the command takes no more: its exit status says why, and says it better.</summary>
    private async Task<bool> TrySendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task ReceiveAsync(Stream output, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var buffer = new byte[BufferSize];
        var channel = Channel.Output;
        var begins = true;
        while (!HasEnded && await TryReceiveAsync(buffer, patience.Token, cancellationToken) is { } message)
        {
            var content = buffer.AsMemory(0, message.Count);
            if (begins && message.Count > 0)
            {
                channel = (Channel)buffer[0];
                content = content[1..];
            }

            begins = message.EndOfMessage || (begins && message.Count == 0);
            switch (channel)
            {
                case Channel.Output when !content.IsEmpty:
                    await output.WriteAsync(_outputEnd?.Pass(content.Span) ?? content, cancellationToken);
                    break;
                case Channel.Error:
                    Append(_error, (_errorEnd?.Pass(content.Span) ?? content).Span, MaximumErrorBytes);
                    break;
                case Channel.Status:
                    Append(_status, content.Span, MaximumStatusBytes);
                    patience.CancelAfter(CloseTimeout);
                    break;
            }
        }
    }

    /// <summary>Null at the end, and where the connection broke: the status, or the lack of one, tells which.</summary>
    private async Task<ValueWebSocketReceiveResult?> TryReceiveAsync(Memory<byte> buffer, CancellationToken patience, CancellationToken cancellationToken)
    {
        try
        {
            var message = await socket.ReceiveAsync(buffer, patience);
            return message.MessageType == WebSocketMessageType.Close ? null : message;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static void Append(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> content, int limit) =>
        kept.Write(content[..(int)Math.Min(content.Length, limit - kept.WrittenCount)]);
}
