using System.Buffers;
using System.Net.WebSockets;
using Lifecycle.Shells;

namespace Lifecycle.Cluster.Exec;

/// <summary>
/// What comes back from a command. A frame is asked for when somebody wants its content, so a slow reader slows the command
/// down and nothing piles up here. Standard error and the status come between the frames of standard output, and are kept.
/// </summary>
internal sealed class ExecFrames : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int MaximumErrorBytes = 8 * 1024;
    private const int MaximumStatusBytes = 64 * 1024;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(10);

    private readonly WebSocket _socket;
    private readonly string _where;
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _patience;
    private readonly EndMark? _outputEnd;
    private readonly EndMark? _errorEnd;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly ArrayBufferWriter<byte> _error = new();
    private readonly ArrayBufferWriter<byte> _status = new();
    private ExecChannel _channel;
    private bool _continues;
    private volatile bool _ended;

    public ExecFrames(WebSocket socket, string where, string? mark, TimeSpan limit)
    {
        (_socket, _where, _limit) = (socket, where, limit);
        (_outputEnd, _errorEnd) = mark is null ? (null, null) : (new EndMark(mark), new EndMark(mark));
        _patience = new CancellationTokenSource(limit);
        _ = _patience.Token.UnsafeRegister(static state => ((WebSocket)state!).Abort(), socket);
    }

    /// <summary>Whether the command has ended, as far as anybody has asked.</summary>
    public bool HasEnded => _ended;

    /// <exception cref="ShellException">The command was not run, or its outcome was not told.</exception>
    public int ExitStatus => _errorEnd?.Status ?? ExecStatus.Parse(_status.WrittenSpan, _where);

    /// <summary>The beginning of standard error.</summary>
    public ReadOnlySpan<byte> Error => _error.WrittenSpan;

    /// <summary>The next piece of standard output, good until the next call; empty when the command has ended.</summary>
    /// <exception cref="ShellException">The connection broke before.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        while (!_ended)
        {
            if (await TryReceiveAsync(cancellationToken) is not { } message)
            {
                return End();
            }

            var output = Take(message);
            _ended = HasMarks;
            if (!output.IsEmpty)
            {
                return output;
            }
        }

        return HasOutcome ? default : throw Broken();
    }

    public void Dispose() => _patience.Dispose();

    private bool HasMarks => _outputEnd?.Status is not null && _errorEnd?.Status is not null;

    private bool HasOutcome => HasMarks || _status.WrittenCount > 0;

    private ReadOnlyMemory<byte> Take(ValueWebSocketReceiveResult message)
    {
        var content = _buffer.AsMemory(0, message.Count);
        if (!_continues && message.Count > 0)
        {
            _channel = (ExecChannel)_buffer[0];
            content = content[1..];
        }

        _continues = !message.EndOfMessage && (_continues || message.Count > 0);
        switch (_channel)
        {
            case ExecChannel.Output when !content.IsEmpty:
                return _outputEnd?.Pass(content) ?? content;
            case ExecChannel.Error:
                Append(_error, (_errorEnd?.Pass(content) ?? content).Span, MaximumErrorBytes);
                break;
            case ExecChannel.Status:
                Append(_status, content.Span, MaximumStatusBytes);
                _patience.CancelAfter(CloseTimeout);
                break;
        }

        return default;
    }

    /// <summary>Null at the end, and where the connection broke.</summary>
    private async ValueTask<ValueWebSocketReceiveResult?> TryReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var message = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            return message.MessageType == WebSocketMessageType.Close ? null : message;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    // Without its marks a command was ended from outside; what looked like the beginning of one was none.
    private ReadOnlyMemory<byte> End()
    {
        _ended = true;
        if (!HasOutcome)
        {
            throw Broken();
        }

        if (_errorEnd is { Status: null })
        {
            Append(_error, _errorEnd.Held, MaximumErrorBytes);
        }

        return _outputEnd is { Status: null } ? _outputEnd.Held : default(ReadOnlyMemory<byte>);
    }

    private ShellException Broken() => new(_patience.IsCancellationRequested
        ? $"{_where}: a command did not end within its {_limit.TotalSeconds:0} s"
        : $"{_where}: the connection broke before the command had ended");

    private static void Append(ArrayBufferWriter<byte> kept, ReadOnlySpan<byte> content, int limit) =>
        kept.Write(content[..(int)Math.Min(content.Length, limit - kept.WrittenCount)]);
}
