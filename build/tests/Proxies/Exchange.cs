using System.Net.Sockets;
using System.Text;

namespace Lifecycle.Tests.Proxies;

/// <summary>A request that was passed on: what comes back of it.</summary>
internal sealed class Exchange(TcpClient client, NetworkStream stream, Stream upstream, WireFault fault, CancellationToken cancellationToken)
{
    private const int TruncatedTunnel = 2000;

    public async Task AnswerAsync()
    {
        if (fault is { Kind: FaultKind.None or FaultKind.Damage, Then: null })
        {
            await upstream.CopyToAsync(stream, Http.BlockSize, cancellationToken);
            return;
        }

        using var answer = new MemoryStream();
        await upstream.CopyToAsync(answer, cancellationToken);
        fault.Then?.Invoke();
        switch (fault.Kind)
        {
            case FaultKind.None:
                await stream.WriteAsync(answer.ToArray(), cancellationToken);
                break;
            case FaultKind.Truncate:
                var whole = answer.ToArray();
                var body = Encoding.Latin1.GetString(whole).IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
                await stream.WriteAsync(whole.AsMemory(0, body < whole.Length ? (body + whole.Length) / 2 : body / 2), cancellationToken);
                break;
            case FaultKind.Stall:
                await HoldAsync();
                break;
            default:
                FaultProxy.Break(client);
                break;
        }
    }

    /// <summary>Both ways until one side ends. A fault leaves the way to the server open: what is being done there is done.</summary>
    public async Task TunnelAsync(byte[] begun)
    {
        await upstream.WriteAsync(begun, cancellationToken);
        var (head, first) = await Http.ReadHeadAsync(upstream, cancellationToken);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken);
        var sending = stream.CopyToAsync(upstream, Http.BlockSize, cancellationToken);
        if (fault.Kind == FaultKind.None)
        {
            await stream.WriteAsync(first, cancellationToken);
            _ = await Task.WhenAny(sending, upstream.CopyToAsync(stream, Http.BlockSize, cancellationToken));
            return;
        }

        if (fault.Kind == FaultKind.Truncate)
        {
            await stream.WriteAsync(first.AsMemory(0, Math.Min(first.Length, TruncatedTunnel)), cancellationToken);
        }

        if (fault.Kind == FaultKind.Stall)
        {
            await HoldAsync();
        }
        else if (fault.Kind == FaultKind.ResetAfter)
        {
            _ = await Task.WhenAny(sending, upstream.CopyToAsync(Stream.Null, cancellationToken));
        }

        fault.Then?.Invoke();
        FaultProxy.Break(client);
    }

    private async Task HoldAsync()
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        held.CancelAfter(fault.Hold);
        try
        {
            while (await stream.ReadAsync(new byte[1], held.Token) > 0)
            {
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            FaultProxy.Break(client);
        }
    }
}
