using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lifecycle.Benchmarks.Servers;

/// <summary>A client of Redis that waits for each answer on the thread that asks: what is timed is Redis, not a queue of tasks.</summary>
internal sealed class RedisSocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[4096];

    public RedisSocket(IPEndPoint redis)
    {
        _socket.ReceiveTimeout = _socket.SendTimeout = (int)Patience.TotalMilliseconds;
        _socket.Connect(redis);
    }

    /// <summary>One command whose answer is one line.</summary>
    public string Call(string command)
    {
        _ = _socket.Send(Encoding.ASCII.GetBytes(command + "\r\n"));
        for (var filled = 0; ;)
        {
            var count = _socket.Receive(_answer.AsSpan(filled));
            filled += count;
            if (count == 0 || _answer[filled - 1] == '\n')
            {
                return Encoding.ASCII.GetString(_answer, 0, filled).TrimEnd();
            }
        }
    }

    /// <summary>Many commands whose answers are <c>+OK</c>.</summary>
    public void CallAll(ReadOnlySpan<byte> commands, int count)
    {
        var sent = 0;
        while (sent < commands.Length)
        {
            sent += _socket.Send(commands[sent..]);
        }

        for (var missing = count * "+OK\r\n".Length; missing > 0;)
        {
            var received = _socket.Receive(_answer.AsSpan(0, Math.Min(missing, _answer.Length)));
            if (received == 0 || _answer.AsSpan(0, received).Contains((byte)'-'))
            {
                throw new IOException($"Redis refuses a record: {Encoding.ASCII.GetString(_answer, 0, received).Trim()}");
            }

            missing -= received;
        }
    }

    public void Dispose() => _socket.Dispose();
}
