using System.Net.Sockets;
using System.Net.WebSockets;
using Lifecycle.Cluster.Exec;
using Lifecycle.Shells;

namespace Lifecycle.Tests.Streams;

/// <summary>Commands behind a real WebSocket on a real connection; the other end of it plays the kubelet.</summary>
public sealed class ExecScheduleTests : IDisposable
{
    private const int Calls = 12;
    private const string Mark = "\n0123456789 ";
    private const string Broken = "the connection broke before the command had ended";

    // More than the connection takes at once.
    private static readonly byte[] Content = new byte[600_000];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");
    private readonly SemaphoreSlim _connecting = new(1);
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public ExecScheduleTests()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_root.FullName, "exec")));
        _listener.Listen();
    }

    [Fact]
    public Task Whatever_becomes_of_input_output_or_connection_the_first_failure_is_told() => Schedules.RunAsync(Schedules.Many, Calls, endsTogether: true, async schedule =>
    {
        using var output = new MemoryStream();
        using var stop = new CancellationTokenSource();
        var (kubelet, connection) = await ConnectAsync();
        var isShort = schedule.IsUneventful && schedule.Seed % 3 == 0;
        var isCut = !isShort && schedule.Seed % 5 == 0;
        // Whoever takes the output is who finds out, and so does not wait for it.
        schedule.EndsTogether &= !isCut;
        var serving = Task.Run(() => new Kubelet(kubelet, schedule, Mark, isShort, isCut ? Broken : null).ServeAsync(stop.Token));
        var exit = default(Exit);
        if (await schedule.EndsWellAsync(async () =>
        {
            await using var command = new ExecConnection(connection, "pod data/redis-0", Mark, TimeSpan.FromMinutes(5));
            await using var source = new ScheduledReader(Content, schedule.First, Calls);
            await using var destination = new ScheduledWriter(output, schedule.Second);
            exit = await command.RunAsync(source, destination, schedule.Token);
        }))
        {
            Assert.Equal(isShort ? (3, "no room", 0) : (0, "exit status 0", Content.Length), (exit.Status, exit.Reason, output.Length));
        }

        await stop.CancelAsync();
        await serving;
    });

    public void Dispose()
    {
        _listener.Dispose();
        _connecting.Dispose();
        _root.Delete(recursive: true);
    }

    private async Task<(WebSocket Kubelet, WebSocket Connection)> ConnectAsync()
    {
        await _connecting.WaitAsync();
        try
        {
            var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await client.ConnectAsync(_listener.LocalEndPoint!);
            return (Open(await _listener.AcceptAsync(), isServer: true), Open(client, isServer: false));
        }
        finally
        {
            _ = _connecting.Release();
        }
    }

    private static WebSocket Open(Socket socket, bool isServer) => WebSocket.CreateFromStream(
        new NetworkStream(socket, ownsSocket: true),
        new WebSocketCreationOptions { IsServer = isServer, SubProtocol = ExecSocketBuilder.ProtocolWithClose });
}
