using Lifecycle.Tests.Proxies;
using Lifecycle.Tests.S3;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Log;

/// <summary>An embedded Redis whose log goes into a bucket that can be away.</summary>
internal sealed class AwayWorld : IAsyncDisposable
{
    private readonly S3Server _server;
    private readonly FaultProxy _proxy;
    private readonly string _prefix = S3Server.NewPrefix();
    private bool _isAway;

    private AwayWorld(S3Server server, Checkout checkout)
    {
        (_server, Checkout) = (server, checkout);
        _proxy = new FaultProxy(server.Endpoint, _ => IsAway ? WireFault.Answer(503, "ServiceUnavailable") : WireFault.None);
    }

    public Checkout Checkout { get; }

    public bool IsAway
    {
        get => Volatile.Read(ref _isAway);
        set => Volatile.Write(ref _isAway, value);
    }

    private string[] Place => ["--store", $"s3://{_server.Bucket}/{_prefix}", "--backup-prefix", "", "--s3-endpoint", _proxy.Endpoint.ToString(), "--region", "us-east-1"];

    public static async Task<AwayWorld> CreateAsync(S3Server server)
    {
        server.Require();
        var world = new AwayWorld(server, await Checkout.CreateAsync());
        world.Checkout.Variables["AWS_ACCESS_KEY_ID"] = S3Server.AccessKey;
        world.Checkout.Variables["AWS_SECRET_ACCESS_KEY"] = Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") ?? "";
        Assert.Equal(0, (await world.Checkout.RunAsync(["Deploy", "--sample-keys", "50"])).ExitCode);
        return world;
    }

    /// <summary>The files that Redis appends to, and what is not yet removed of them.</summary>
    public IReadOnlyList<string> Increments => [.. Directory.EnumerateFiles(Checkout.Folders.Data, "*.incr.aof", SearchOption.AllDirectories)];

    /// <summary>Starts an archiver, and waits until it follows.</summary>
    public async Task<ProgramRun> ArchiveAsync()
    {
        var archiver = Checkout.Launch(["Archive", "--archive-every", "1s", .. Place]);
        await Eventually.IsTrueAsync(async () => (await ListAsync()).Count > 0);
        return archiver;
    }

    /// <summary>The segments that are stored.</summary>
    public async Task<IReadOnlyList<string>> ListAsync()
    {
        using var store = _server.Store(_prefix);
        return await store.ListAsync("log/", after: null, RedisInstance.Cancel).Select(stored => stored.Key).ToListAsync(RedisInstance.Cancel);
    }

    public Task<string> CallAsync(params string[] command) => Checkout.Redis.Server.CallAsync(RedisInstance.Cancel, command);

    /// <summary>Restores the last moment that History names.</summary>
    public async Task RestoreEndAsync()
    {
        var history = await Checkout.RunAsync(["History", "--output", "json", .. Place]);
        Assert.True(history.ExitCode == 0, history.Output);
        var end = Lifecycle.Log.Timeline.Moment(ArchivedCheckout.ParseHistory(history.Output).Spans[^1].To);
        var restored = await Checkout.RunAsync(["Restore", "--at", end, "--force", .. Place]);
        Assert.True(restored.ExitCode == 0, restored.Output);
    }

    /// <summary>What lies on the volume of files that have been removed, and are open still.</summary>
    public long HeldBytes() => Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), out _)).SelectMany(OpenFiles)
        .Where(file => file.Target.StartsWith(Checkout.Folders.Data, StringComparison.Ordinal) && file.Target.EndsWith(" (deleted)", StringComparison.Ordinal))
        .DistinctBy(file => file.Target).Sum(file => SizeOf(file.Link));

    public async ValueTask DisposeAsync()
    {
        await Checkout.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    private static IEnumerable<(string Link, string Target)> OpenFiles(string process)
    {
        try
        {
            return [.. Directory.EnumerateFiles(Path.Combine(process, "fd")).Select(link => (link, new FileInfo(link).LinkTarget ?? ""))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is somebody else's.
            return [];
        }
    }

    private static long SizeOf(string link)
    {
        try
        {
            using var file = File.OpenRead(link);
            return file.Length;
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return 0;
        }
    }
}
