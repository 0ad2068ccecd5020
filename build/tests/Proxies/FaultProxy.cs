using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Lifecycle.Tests.Proxies;

/// <summary>Stands on loopback in front of a server: one request a connection, each passed on or served a fault.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<ProxiedRequest> _requests = new();
    private readonly Throttle _throttle = new();
    private readonly Uri _server;
    private readonly Func<ProxiedRequest, Task<WireFault>> _choose;
    private readonly Task _accepting;
    private int _count;

    public FaultProxy(Uri server, Func<ProxiedRequest, WireFault> choose)
        : this(server, request => Task.FromResult(choose(request)))
    {
    }

    public FaultProxy(Uri server, Func<ProxiedRequest, Task<WireFault>> choose)
    {
        (_server, _choose) = (server, choose);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Endpoint => new($"http://{_listener.LocalEndpoint}");

    public IReadOnlyCollection<ProxiedRequest> Requests => _requests;

    /// <summary>How much of what all requests send passes; 0 for no limit.</summary>
    public long BytesPerSecond
    {
        get => _throttle.BytesPerSecond;
        set => _throttle.BytesPerSecond = value;
    }

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _lifetime.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_lifetime.Token)));
                _ = serving.RemoveAll(task => task.IsCompleted);
            }
        }
        finally
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await ServeAsync(client, client.GetStream());
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // Whoever hung up first, the other side sees it too.
                Break(client);
            }
        }
    }

    private async Task ServeAsync(TcpClient client, NetworkStream stream)
    {
        var (head, begun) = await Http.ReadHeadAsync(stream, _lifetime.Token);
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
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _lifetime.Token);
        }

        if (fault.Kind == FaultKind.Answer)
        {
            await CopyBodyAsync(stream, begun, Http.ContentLength(head), Stream.Null, fault);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Http.Answer(request, fault)), _lifetime.Token);
            return;
        }

        using var server = new TcpClient { NoDelay = true };
        await using var upstream = await ConnectAsync(server);
        await upstream.WriteAsync(Encoding.ASCII.GetBytes(request.IsUpgrade ? head : Http.Rewrite(head)), _lifetime.Token);
        var exchange = new Exchange(client, stream, upstream, fault, _lifetime.Token);
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
        await server.ConnectAsync(_server.Host, _server.Port, _lifetime.Token);
        if (_server.Scheme != Uri.UriSchemeHttps)
        {
            return server.GetStream();
        }

        // Both ends are of the same test, on loopback.
        var secure = new SslStream(server.GetStream());
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = _server.Host, RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null }, _lifetime.Token);
        return secure;
    }

    private async Task CopyBodyAsync(NetworkStream source, byte[] begun, long length, Stream destination, WireFault fault)
    {
        var block = new byte[Http.BlockSize];
        begun.CopyTo(block, 0);
        var count = begun.Length;
        for (var left = length; left > 0;)
        {
            if (count == 0 && (count = await source.ReadAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), _lifetime.Token)) == 0)
            {
                throw new IOException("The client has hung up.");
            }

            if (fault.Kind == FaultKind.Damage && left == length)
            {
                block[count / 2] ^= 1;
            }

            await _throttle.PassAsync(count, _lifetime.Token);
            await destination.WriteAsync(block.AsMemory(0, count), _lifetime.Token);
            left -= count;
            count = 0;
        }
    }

    internal static void Break(TcpClient client) => client.LingerState = new LingerOption(true, 0);
}
