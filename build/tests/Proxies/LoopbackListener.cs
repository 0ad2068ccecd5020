using System.Net;
using System.Net.Sockets;

namespace Lifecycle.Tests.Proxies;

/// <summary>Takes connections on loopback and has each served beside the others. Disposed of, none is at work any more.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<TcpClient, Task> _serve;
    private readonly Task _accepting;

    /// <param name="serve">One connection, which is closed after it.</param>
    public LoopbackListener(Func<TcpClient, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public EndPoint EndPoint => _listener.LocalEndpoint;

    /// <summary>Cancelled when it is disposed of.</summary>
    public CancellationToken Over => _lifetime.Token;

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
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(Over)));
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
            client.NoDelay = true;
            await _serve(client);
        }
    }
}
