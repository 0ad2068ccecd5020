using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Lifecycle.Tests.Proxies;

/// <summary>Stands on loopback in front of a server: one request a connection, each passed on or served a fault.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly ConcurrentQueue<ProxiedRequest> _requests = new();
    private readonly Throttle _throttle = new();
    private readonly Uri _server;
    private readonly Func<ProxiedRequest, Task<WireFault>> _choose;
    private int _count;

    public FaultProxy(Uri server, Func<ProxiedRequest, WireFault> choose)
        : this(server, request => Task.FromResult(choose(request)))
    {
    }

    public FaultProxy(Uri server, Func<ProxiedRequest, Task<WireFault>> choose)
    {
        (_server, _choose) = (server, choose);
        _listener = new LoopbackListener(ServeAsync);
    }

    public Uri Endpoint => new($"http://{_listener.EndPoint}");

    public IReadOnlyCollection<ProxiedRequest> Requests => _requests;

    /// <summary>How much of what all requests send passes; 0 for no limit.</summary>
    public long BytesPerSecond
    {
        get => _throttle.BytesPerSecond;
        set => _throttle.BytesPerSecond = value;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            await ServeAsync(client, client.GetStream());
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // Whoever hung up first, the other side sees it too.
            Break(client);
        }
    }

    private async Task ServeAsync(TcpClient client, NetworkStream stream)
    {
        var (head, begun) = await Http.ReadHeadAsync(stream, _listener.Over);
        if (head.Length == 0)
        {
            return;
        }

        var line = head[..head.IndexOf('\r', StringComparison.Ordinal)].Split(' ');
        var request = new ProxiedRequest(Interlocked.Increment(ref _count), line[0], line[1], head);
        _requests.Enqueue(request);
        var fault = await _choose(request);
        if (fault.Kind == FaultKind.ResetBefore)
        {
            Break(client);
            return;
        }

        if (Http.ExpectsContinue(head))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _listener.Over);
        }

        if (fault.Kind == FaultKind.Answer)
        {
            await CopyBodyAsync(stream, begun, Http.ContentLength(head), Stream.Null, fault);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Http.Answer(request, fault)), _listener.Over);
            return;
        }

        using var server = new TcpClient { NoDelay = true };
        await using var upstream = await ConnectAsync(server);
        await upstream.WriteAsync(Encoding.ASCII.GetBytes(request.IsUpgrade ? head : Http.Rewrite(head)), _listener.Over);
        var exchange = new Exchange(client, stream, upstream, fault, _listener.Over);
        if (request.IsUpgrade)
        {
            await exchange.TunnelAsync(begun);
            return;
        }

        await CopyBodyAsync(stream, begun, Http.ContentLength(head), upstream, fault);
        await exchange.AnswerAsync();
    }

    private async Task<Stream> ConnectAsync(TcpClient server)
    {
        await server.ConnectAsync(_server.Host, _server.Port, _listener.Over);
        if (_server.Scheme != Uri.UriSchemeHttps)
        {
            return server.GetStream();
        }

        // Both ends are of the same test, on loopback.
        var secure = new SslStream(server.GetStream());
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = _server.Host, RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null }, _listener.Over);
        return secure;
    }

    private async Task CopyBodyAsync(NetworkStream source, byte[] begun, long length, Stream destination, WireFault fault)
    {
        var block = new byte[Http.BlockSize];
        begun.CopyTo(block, 0);
        var count = begun.Length;
        for (var left = length; left > 0;)
        {
            if (count == 0 && (count = await source.ReadAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), _listener.Over)) == 0)
            {
                throw new IOException("The client has hung up.");
            }

            if (fault.Kind == FaultKind.Damage && left == length)
            {
                block[count / 2] ^= 1;
            }

            await _throttle.PassAsync(count, _listener.Over);
            await destination.WriteAsync(block.AsMemory(0, count), _listener.Over);
            left -= count;
            count = 0;
        }
    }

    internal static void Break(TcpClient client) => client.LingerState = new LingerOption(true, 0);
}
