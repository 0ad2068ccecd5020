using System.Net.WebSockets;
using k8s;

namespace Lifecycle.Cluster.Exec;

/// <summary>Connects an exec so that both protocols are on offer and a connection that died is noticed.</summary>
internal sealed class ExecSocketBuilder : WebSocketBuilder
{
    // Since Kubernetes 1.30. The client library adds the older one behind it; the server takes the first that it knows.
    public const string ProtocolWithClose = "v5.channel.k8s.io";
    public const string Protocol = "v4.channel.k8s.io";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(20);

    // A server that is held back by its command's full stdin, or by a reader that takes nothing, answers a ping only after
    // that: so this is also how long a store may stand still.
    private static readonly TimeSpan PongTimeout = TimeSpan.FromMinutes(5);

    public ExecSocketBuilder()
    {
        Options.AddSubProtocol(ProtocolWithClose);
        Options.KeepAliveInterval = PingInterval;
        Options.KeepAliveTimeout = PongTimeout;
    }

    // The client library passes no cancellation on to here.
    public override async Task<WebSocket> BuildAndConnectAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ConnectTimeout);
        return await base.BuildAndConnectAsync(ExecAddress.Shorten(uri), patience.Token);
    }
}
