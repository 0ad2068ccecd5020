using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;
using Lifecycle.Tests.Proxies;

namespace Lifecycle.Benchmarks.Servers;

/// <summary>
/// Stands on loopback before a server that would be far away: what passes, encrypted or not, comes half a round trip later,
/// both ways, and a connection takes one round trip to open.
/// </summary>
internal sealed class DistantServer : IAsyncDisposable
{
    private const int BlockSize = 64 * 1024;

    // What is on its way at most: 4 MB, which a link of 50 ms fills at 160 MB/s.
    private const int MostBlocks = 64;

    private readonly LoopbackListener _listener;
    private readonly Uri _server;
    private readonly TimeSpan _roundTrip;

    public DistantServer(Uri server, TimeSpan roundTrip)
    {
        (_server, _roundTrip) = (server, roundTrip);
        _listener = new LoopbackListener(ServeAsync);
    }

    public Uri Endpoint => new($"{_server.Scheme}://{_listener.EndPoint}");

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        try
        {
            await server.ConnectAsync(_server.Host, _server.Port, _listener.Over);
            await Task.Delay(_roundTrip, _listener.Over);
            await TunnelAsync(client, server);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // Whoever hung up first, the other side sees it too: both are closed here.
        }
    }

    /// <summary>Both ways to their ends. The first half that fails ends all of them.</summary>
    private async Task TunnelAsync(TcpClient client, TcpClient server)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_listener.Over);
        var (there, back) = (Link(), Link());
        Task[] halves =
        [
            SendAsync(client, there.Writer, over.Token), ArriveAsync(there.Reader, server, over.Token),
            SendAsync(server, back.Writer, over.Token), ArriveAsync(back.Reader, client, over.Token),
        ];
        try
        {
            await foreach (var half in Task.WhenEach(halves))
            {
                await half;
            }
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(halves).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static Channel<(byte[] Block, long Sent)> Link() => Channel.CreateBounded<(byte[] Block, long Sent)>(MostBlocks);

    private static async Task SendAsync(TcpClient from, ChannelWriter<(byte[] Block, long Sent)> link, CancellationToken cancellationToken)
    {
        var block = new byte[BlockSize];
        while (await from.GetStream().ReadAsync(block, cancellationToken) is > 0 and var count)
        {
            await link.WriteAsync((block[..count], Stopwatch.GetTimestamp()), cancellationToken);
        }

        link.Complete();
    }

    private async Task ArriveAsync(ChannelReader<(byte[] Block, long Sent)> link, TcpClient to, CancellationToken cancellationToken)
    {
        await foreach (var (block, sent) in link.ReadAllAsync(cancellationToken))
        {
            var left = (_roundTrip / 2) - Stopwatch.GetElapsedTime(sent);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, cancellationToken);
            }

            await to.GetStream().WriteAsync(block, cancellationToken);
        }

        to.Client.Shutdown(SocketShutdown.Send);
    }
}
