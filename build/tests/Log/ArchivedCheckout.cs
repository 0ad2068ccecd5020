using System.Text.Json;
using Lifecycle.Log;
using Lifecycle.Redis;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;
using Lifecycle.Verbs;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Log;

/// <summary>A repository with an embedded Redis and a real archiver that follows it.</summary>
internal sealed class ArchivedCheckout : IAsyncDisposable
{
    private readonly Checkout _checkout;
    private readonly List<ProgramRun> _archivers = [];

    private ArchivedCheckout(Checkout checkout) => _checkout = checkout;

    public RedisServer Server => _checkout.Redis.Server;

    public string Root => _checkout.Root;

    public string Store => Path.Combine(Root, "output", "redis-backups");

    public string LockFile => _checkout.Folders.LockFile;

    public string Socket => Path.Combine(_checkout.Folders.Root, "redis.sock");

    public IReadOnlyList<string> Segments => Directory.Exists(Path.Combine(Store, "log")) ? [.. Directory.EnumerateFiles(Path.Combine(Store, "log"), "*.aof.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];

    /// <inheritdoc cref="Checkout.StateAsync"/>
    public Task<IReadOnlyList<string>> StateAsync() => _checkout.StateAsync();

    public static async Task<ArchivedCheckout> CreateAsync(string server = RedisServers.Redis7)
    {
        var checkout = new ArchivedCheckout(await Checkout.CreateAsync(server));
        _ = await checkout.MustAsync("Deploy", "--sample-keys", "50");
        return checkout;
    }

    public Task<string> CallAsync(params string[] command) => TrimAsync(Server.CallAsync(RedisInstance.Cancel, command));

    public Task<string> DigestAsync() => _checkout.DigestAsync();

    /// <summary>Starts an archiver, and waits until it follows.</summary>
    public async Task<ProgramRun> ArchiveAsync(params string[] more)
    {
        var before = Segments.Count;
        var archiver = _checkout.Launch(["Archive", .. more.Contains("--archive-every") ? Array.Empty<string>() : ["--archive-every", "1s"], .. more]);
        _archivers.Add(archiver);
        await Eventually.IsTrueAsync(() => archiver.HasEnded || (Segments.Count > before && archiver.Printed.Contains("Following the log of", StringComparison.Ordinal)), Tell);
        return archiver;
    }

    /// <summary>Ends an archiver as Ctrl-C does.</summary>
    public static async Task<string> EndAsync(ProgramRun archiver)
    {
        archiver.Signal(ProgramRun.SigInt, withChildren: false);
        var (exitCode, output) = await archiver.EndAsync();
        Assert.True(exitCode == 0, output);
        return output;
    }

    public Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => _checkout.RunAsync(arguments);

    public async Task<string> MustAsync(params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(arguments);
        Assert.True(exitCode == 0, $"{string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    /// <summary>Brings a moment back over what is there.</summary>
    public async Task RestoreAsync(DateTimeOffset moment) => _ = await MustAsync("Restore", "--at", Timeline.Moment(moment), "--force");

    public async Task<ListedHistory> HistoryAsync() => ParseHistory(await MustAsync("History", "--output", "json"));

    /// <summary>Of what History has printed.</summary>
    public static ListedHistory ParseHistory(string output) =>
        JsonSerializer.Deserialize<ListedHistory>(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)], JsonSerializerOptions.Web)!;

    /// <summary>Until a second log was begun, and is followed: what is written to it is stored.</summary>
    public async Task FollowedAnewAsync()
    {
        await Eventually.IsTrueAsync(() => Generations.Length == 2, Tell);
        _ = await CallAsync("SET", "followed anew", "1");
        await Eventually.IsTrueAsync(() => Directory.GetFiles(Generations[^1]).Length > 1, Tell);
    }

    private string[] Generations => [.. Directory.GetDirectories(Directory.GetDirectories(Path.Combine(Store, "log")).Single()).Order(StringComparer.Ordinal)];

    public async Task KillRedisAsync()
    {
        using var redis = System.Diagnostics.Process.GetProcessById(_checkout.Redis.ProcessId ?? throw new InvalidOperationException("Redis does not run"));
        redis.Kill();
        await redis.WaitForExitAsync(RedisInstance.Cancel);
    }

    /// <summary>Redis is killed, and its data is gone.</summary>
    public async Task LoseVolumeAsync()
    {
        await KillRedisAsync();
        Directory.Delete(_checkout.Folders.Root, recursive: true);
    }

    /// <summary>Two rewrites, one at the heels of the other, while nobody follows.</summary>
    public async Task RewriteTwiceAsync()
    {
        await RewriteAsync();
        await RewriteAsync();
    }

    /// <summary>A rewrite, until the archiver has come to the increment that it began.</summary>
    public async Task RewriteFollowedAsync()
    {
        await RewriteAsync();
        _ = await CallAsync("SET", "rewritten", "1");
        var increment = AofManifest.Parse(await File.ReadAllTextAsync(Path.Combine(_checkout.Folders.Data, RedisLayout.Default.ManifestPath), RedisInstance.Cancel)).Increments.Last().Sequence;
        await Eventually.IsTrueAsync(() => _archivers.All(archiver => archiver.HasEnded) || Segments.Any(segment => SegmentKey.Recognise(Path.GetRelativePath(Store, segment))?.From.Increment >= increment), Tell);
        Assert.True(_archivers.Any(archiver => !archiver.HasEnded), Tell());
    }

    private async Task RewriteAsync()
    {
        _ = await CallAsync("BGREWRITEAOF");
        await Eventually.IsTrueAsync(async () => (await CallAsync("INFO", "persistence")).Contains("aof_rewrite_in_progress:0", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var archiver in _archivers)
        {
            archiver.Dispose();
        }

        await _checkout.DisposeAsync();
    }

    private string Tell() => string.Join('\n', [.. _archivers.Select(archiver => archiver.Printed), .. Segments.Select(segment => Path.GetRelativePath(Store, segment))]);

    private static async Task<string> TrimAsync(Task<string> answer) => (await answer).Trim();
}
