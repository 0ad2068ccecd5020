using System.Net;
using System.Net.Sockets;

namespace Lifecycle.Tests.Support;

/// <summary>Ports for servers that listen a moment later: below those that the kernel gives to clients, and each once.</summary>
internal static class LoopbackPort
{
    private const int First = 20_000;
    private const int Count = 9_000;

    private static int _next = Random.Shared.Next(Count);

    public static int Take()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _next) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }
}
