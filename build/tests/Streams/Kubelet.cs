using System.Net.WebSockets;
using System.Text;
using Lifecycle.Cluster.Exec;

namespace Lifecycle.Tests.Streams;

/// <summary>
/// The other end of an exec, whose command copies its input to its output. A short one takes a little, says why it ends, and
/// as in a pod the rest of its input is taken and dropped.
/// </summary>
/// <param name="broken">What is told where the connection is cut in the middle; null where it is not.</param>
internal sealed class Kubelet(WebSocket socket, Schedule schedule, string mark, bool isShort, string? broken)
{
    private const int ShortAfter = 2;

    private readonly Random _random = new(schedule.Seed);
    private int _messages;

    public async Task ServeAsync(CancellationToken stop)
    {
        var cutAt = broken is null ? 0 : _random.Next(1, 10);
        var buffer = new byte[128 * 1024];
        try
        {
            while (true)
            {
                var length = await ReceiveAsync(buffer, stop);
                if (length == 0)
                {
                    return;
                }

                // Where a half has failed by now, nobody could say which of the two was heard of first.
                if (++_messages == cutAt && schedule.TryBeCause(broken!))
                {
                    socket.Abort();
                    return;
                }

                if (isShort ? _messages == ShortAfter : buffer[0] == (byte)ExecChannel.Close)
                {
                    await EndAsync(stop);
                }
                else if (!isShort)
                {
                    await SendAsync(ExecChannel.Output, buffer.AsMemory(1, length - 1), stop);
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Who has connected has gone.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private async Task<int> ReceiveAsync(byte[] buffer, CancellationToken stop)
    {
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close || received.EndOfMessage)
            {
                return received.MessageType == WebSocketMessageType.Close ? 0 : length;
            }
        }
    }

    private async Task EndAsync(CancellationToken stop)
    {
        if (isShort)
        {
            await SendAsync(ExecChannel.Error, "no room\n"u8.ToArray(), stop);
        }

        var end = Encoding.ASCII.GetBytes($"{mark}00{(isShort ? 3 : 0)}");
        await SendAsync(ExecChannel.Output, end, stop);
        await SendAsync(ExecChannel.Error, end, stop);
    }

    // In pieces of any size, each a message of its own.
    private async Task SendAsync(ExecChannel channel, ReadOnlyMemory<byte> content, CancellationToken stop)
    {
        while (!content.IsEmpty)
        {
            var count = Math.Min(content.Length, _random.Next(1, 60_000));
            await socket.SendAsync(new[] { (byte)channel }.Concat(content[..count].ToArray()).ToArray(), WebSocketMessageType.Binary, endOfMessage: true, stop);
            content = content[count..];
        }
    }
}
