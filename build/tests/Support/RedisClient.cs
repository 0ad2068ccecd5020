using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lifecycle.Tests.Support;

/// <summary>A client of its own, for one command at a time whose answer is one line.</summary>
internal sealed class RedisClient : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _answers;

    private RedisClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _answers = new StreamReader(_stream);
    }

    public static async Task<RedisClient> ConnectAsync(EndPoint redis, CancellationToken cancellationToken)
    {
        var socket = redis is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(redis.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(redis, cancellationToken);
        return new RedisClient(socket);
    }

    /// <exception cref="IOException">Redis has closed the connection.</exception>
    public async Task<string> CallAsync(string command, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"), cancellationToken);
        return await _answers.ReadLineAsync(cancellationToken) ?? throw new IOException("Redis has closed the connection");
    }

    public void Dispose() => _answers.Dispose();
}
