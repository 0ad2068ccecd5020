using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Lifecycle.Tests.Support;

/// <summary>
/// Clients of a busy Redis: one writes as fast as it can, one rewrites the append-only file every second, one counts up
/// and remembers what was acknowledged. Ends with the test.
/// </summary>
internal sealed class Traffic : IAsyncDisposable
{
    public const string Counter = "traffic:counter";

    private readonly CancellationTokenSource _end = new(TimeSpan.FromMinutes(10));
    private readonly List<Task> _clients = [];
    private long _acknowledged;
    private int _rewrites;

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public int Rewrites => _rewrites;

    public static async Task<Traffic> StartAsync(RedisInstance redis)
    {
        var traffic = new Traffic();
        var socket = Path.Combine(redis.Folders.Root, "redis.sock");
        traffic._clients.Add(traffic.WriteAsync(socket));
        traffic._clients.Add(traffic.RewriteAsync(socket));
        traffic._clients.Add(traffic.CountAsync(socket));
        while (traffic.Acknowledged < 100)
        {
            await Task.Delay(10, RedisInstance.Cancel);
        }

        return traffic;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_clients).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task WriteAsync(string socket)
    {
        using var client = await ConnectAsync(socket);
        var value = new string('v', 200);
        for (var index = 0; ; index = (index + 1) % 5000)
        {
            _ = await client.CallAsync($"SET traffic:{index} {value}\r\n", _end.Token);
        }
    }

    private async Task RewriteAsync(string socket)
    {
        using var client = await ConnectAsync(socket);
        while (true)
        {
            _ = await client.CallAsync("BGREWRITEAOF\r\n", _end.Token);
            _ = Interlocked.Increment(ref _rewrites);
            await Task.Delay(TimeSpan.FromSeconds(1), _end.Token);
        }
    }

    private async Task CountAsync(string socket)
    {
        using var client = await ConnectAsync(socket);
        while (true)
        {
            var answer = await client.CallAsync($"INCR {Counter}\r\n", _end.Token);
            _ = Interlocked.Exchange(ref _acknowledged, long.Parse(answer.AsSpan(1), CultureInfo.InvariantCulture));
        }
    }

    private async Task<Client> ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), _end.Token);
        return new Client(new NetworkStream(socket, ownsSocket: true));
    }

    private sealed class Client(NetworkStream stream) : IDisposable
    {
        private readonly StreamReader _answers = new(stream);

        public async Task<string> CallAsync(string command, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(command), cancellationToken);
            return await _answers.ReadLineAsync(cancellationToken) ?? throw new IOException("Redis has closed the connection");
        }

        public void Dispose() => _answers.Dispose();
    }
}
