using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lifecycle.Tests.S3;

/// <summary>Stands on loopback in front of a server: one request a connection, each passed on or served a fault.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private const int BlockSize = 64 * 1024;

    private readonly CancellationTokenSource _lifetime = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<ProxiedRequest> _requests = new();
    private readonly Uri _server;
    private readonly Func<ProxiedRequest, Fault> _choose;
    private readonly Task _accepting;
    private int _count;
    private long _throttled;

    public FaultProxy(Uri server, Func<ProxiedRequest, Fault> choose)
    {
        (_server, _choose) = (server, choose);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Endpoint => new($"http://{_listener.LocalEndpoint}");

    public IReadOnlyCollection<ProxiedRequest> Requests => _requests;

    /// <summary>How much of all requests together passes; 0 for no limit.</summary>
    public long BytesPerSecond { get; set; }

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
                client.LingerState = new LingerOption(true, 0);
            }
        }
    }

    private async Task ServeAsync(TcpClient client, NetworkStream stream)
    {
        var (head, begun) = await ReadHeadAsync(stream);
        if (head.Length == 0)
        {
            return;
        }

        var line = head[..head.IndexOf('\r', StringComparison.Ordinal)].Split(' ');
        var request = new ProxiedRequest(Interlocked.Increment(ref _count), line[0], line[1], head);
        _requests.Enqueue(request);
        var fault = _choose(request);
        if (fault.Kind == FaultKind.ResetBefore)
        {
            client.LingerState = new LingerOption(true, 0);
            return;
        }

        if (head.Contains("\r\nExpect: 100-continue\r\n", StringComparison.OrdinalIgnoreCase))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _lifetime.Token);
        }

        if (fault.Kind == FaultKind.Answer)
        {
            await CopyBodyAsync(stream, begun, ContentLength(head), Stream.Null, fault);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Answer(request, fault)), _lifetime.Token);
            return;
        }

        using var server = new TcpClient { NoDelay = true };
        await server.ConnectAsync(_server.Host, _server.Port, _lifetime.Token);
        var upstream = server.GetStream();
        await upstream.WriteAsync(Encoding.ASCII.GetBytes(Rewrite(head)), _lifetime.Token);
        await CopyBodyAsync(stream, begun, ContentLength(head), upstream, fault);
        await AnswerAsync(client, stream, upstream, fault);
    }

    private async Task AnswerAsync(TcpClient client, NetworkStream stream, NetworkStream upstream, Fault fault)
    {
        if (fault.Kind is FaultKind.None or FaultKind.Damage)
        {
            await upstream.CopyToAsync(stream, BlockSize, _lifetime.Token);
            return;
        }

        using var answer = new MemoryStream();
        await upstream.CopyToAsync(answer, _lifetime.Token);
        if (fault.Kind == FaultKind.Truncate)
        {
            var whole = answer.ToArray();
            var body = Encoding.Latin1.GetString(whole).IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            await stream.WriteAsync(whole.AsMemory(0, body < whole.Length ? (body + whole.Length) / 2 : body / 2), _lifetime.Token);
        }
        else if (fault.Kind == FaultKind.Stall)
        {
            while (await stream.ReadAsync(new byte[1], _lifetime.Token) > 0)
            {
            }
        }
        else
        {
            client.LingerState = new LingerOption(true, 0);
        }
    }

    private async Task<(string Head, byte[] Begun)> ReadHeadAsync(NetworkStream stream)
    {
        var buffer = new byte[BlockSize];
        for (var filled = 0; ;)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(filled), _lifetime.Token);
            filled += count;
            var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return (Encoding.Latin1.GetString(buffer, 0, end + 4), buffer[(end + 4)..filled]);
            }

            if (count == 0)
            {
                return ("", []);
            }
        }
    }

    private async Task CopyBodyAsync(NetworkStream source, byte[] begun, long length, Stream destination, Fault fault)
    {
        var block = new byte[BlockSize];
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

            await ThrottleAsync(count);
            await destination.WriteAsync(block.AsMemory(0, count), _lifetime.Token);
            left -= count;
            count = 0;
        }
    }

    private async Task ThrottleAsync(int count)
    {
        if (BytesPerSecond > 0)
        {
            var now = Stopwatch.GetTimestamp();
            var cost = count * Stopwatch.Frequency / BytesPerSecond;
            var due = Interlocked.Add(ref _throttled, cost);
            if (due < now)
            {
                _ = Interlocked.CompareExchange(ref _throttled, now, due);
            }
            else
            {
                await Task.Delay(Stopwatch.GetElapsedTime(now, due), _lifetime.Token);
            }
        }
    }

    // One request a connection keeps this simple, and the server drops the connection after its answer.
    private static string Rewrite(string head) => head
        .Replace("\r\nExpect: 100-continue\r\n", "\r\n", StringComparison.OrdinalIgnoreCase)
        .Insert(head.IndexOf("\r\n", StringComparison.Ordinal) + 2, "Connection: close\r\n");

    private static long ContentLength(string head)
    {
        const string Name = "\r\ncontent-length:";
        var start = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length;
        return start < Name.Length ? 0 : long.Parse(head[start..head.IndexOf('\r', start)], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Answer(ProxiedRequest request, Fault fault)
    {
        var body = request.Method == "HEAD" ? "" : $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{fault.Code}</Code><Message></Message><RequestId>1</RequestId></Error>";
        return $"HTTP/1.1 {fault.Status} Fault\r\nConnection: close\r\nContent-Type: application/xml\r\n{fault.Headers}Content-Length: {body.Length}\r\n\r\n{body}";
    }
}
