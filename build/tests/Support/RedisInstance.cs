using Lifecycle.Embedded;
using Lifecycle.Environments;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Shells;
using Lifecycle.Stores;
using Lifecycle.Verbs;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Support;

/// <summary>A real redis-server in a temporary folder, with a store beside it; both go with the test.</summary>
internal sealed class RedisInstance : IAsyncDisposable
{
    public static readonly Lazy<Task<RedisBinaries>> Binaries = new(() =>
        RedisBinaries.LocateAsync(Path.Combine(Path.GetTempPath(), "redis-lifecycle-tests", "redis-server"), Silence.Reporter, CancellationToken.None));

    private readonly DirectoryInfo _root;

    private RedisInstance(RedisBinaries binaries, DirectoryInfo root, IReadOnlyList<string> arguments)
    {
        _root = root;
        Folders = new EmbeddedFolders(Path.Combine(_root.FullName, "redis"));
        Folders.Create();
        Variables = new Dictionary<string, string>(binaries.Environment()) { ["REDIS_SOCKET"] = "../redis.sock" };
        Process = new RedisProcess(Folders, binaries, arguments);
        Host = new EmbeddedRedis(Process);
        Store = new FolderStore(Path.Combine(_root.FullName, "store"));
    }

    public EmbeddedFolders Folders { get; }

    public RedisProcess Process { get; }

    public EmbeddedRedis Host { get; }

    public FolderStore Store { get; }

    public IShell Shell => Process.Shell;

    /// <summary>What a program in the data folder needs to reach it.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    public string Data => Folders.Data;

    public string AofFolder => Path.Combine(Data, "appendonlydir");

    public static Task<RedisInstance> StartAsync(params string[] moreArguments) => StartInAsync(NewRoot(), moreArguments);

    /// <summary>One of <see cref="RedisServers"/>.</summary>
    public static async Task<RedisInstance> StartOnAsync(string server, params string[] moreArguments) => await StartAsync(await RedisServers.FindAsync(server), NewRoot(), moreArguments);

    public static Task<RedisInstance> StartWithAsync(RedisBinaries binaries) => StartAsync(binaries, NewRoot(), []);

    /// <summary>With its data and its store below a folder of the caller's, which goes with it.</summary>
    public static async Task<RedisInstance> StartInAsync(DirectoryInfo root, params string[] moreArguments) => await StartAsync(await Binaries.Value, root, moreArguments);

    /// <summary>The same on one of <see cref="RedisServers"/>.</summary>
    public static async Task<RedisInstance> StartInOnAsync(string server, DirectoryInfo root, params string[] moreArguments) => await StartAsync(await RedisServers.FindAsync(server), root, moreArguments);

    private static DirectoryInfo NewRoot() => Directory.CreateTempSubdirectory("redis-lifecycle-test-");

    private static async Task<RedisInstance> StartAsync(RedisBinaries binaries, DirectoryInfo root, string[] moreArguments)
    {
        var instance = new RedisInstance(binaries, root, ["--appendonly", "yes", "--enable-debug-command", "yes", .. moreArguments]);
        await instance.Process.StartAsync(Cancel);
        return instance;
    }

    /// <summary>Ends it, and starts it again from what is on its volume, until it has loaded that: it answers before.</summary>
    public async Task RestartAsync()
    {
        await Process.StartAsync(Cancel);
        await Eventually.IsTrueAsync(async () => !(await Process.Server.GetInfoAsync(Cancel)).Loading);
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<string> CallAsync(params string[] command) => Process.Server.CallAsync(Cancel, command);

    /// <summary>One digest over every key, its type, value and expiry.</summary>
    public async Task<string> DigestAsync() => (await CallAsync("DEBUG", "DIGEST")).Trim();

    public async Task<Keyspace> KeyspaceAsync() => (await Process.Server.GetInfoAsync(Cancel)).Keyspace;

    public async Task LoadAsync(int keys)
    {
        await SampleData.LoadAsync(Process.Server, keys, Cancel);
        await WrittenAsync();
    }

    /// <summary>
    /// Until its append-only file can be copied from outside: under <c>appendfsync everysec</c> Redis acknowledges writes up
    /// to two seconds before it hands them to the kernel, while an fsync is slow (flushAppendOnlyFile).
    /// </summary>
    public Task WrittenAsync() => Eventually.IsTrueAsync(async () => (await Process.Server.GetInfoAsync(Cancel)).UnwrittenBytes == 0);

    /// <summary>Until no rewrite is under way.</summary>
    /// <summary>Has the append-only file written anew.</summary>
    public async Task RewriteAsync()
    {
        _ = await CallAsync("BGREWRITEAOF");
        await RewrittenAsync();
    }

    /// <summary>What it holds now is backed up, lost, and restored.</summary>
    public async Task RequireRestorableAsync()
    {
        var digest = await DigestAsync();
        var backup = await BackUpAsync();
        _ = await CallAsync("FLUSHALL");
        Assert.Equal(Outcome.Run, (await RestoreAsync(PathOf(backup), force: true)).Outcome);
        Assert.Equal(digest, await DigestAsync());
    }

    public Task RewrittenAsync() => Eventually.IsTrueAsync(async () => !(await CallAsync("INFO", "persistence")).Contains("aof_rewrite_in_progress:1", StringComparison.Ordinal));

    public Task<BackupResult> BackUpAsync() => BackUpAsync(Host, Store);

    public static Task<BackupResult> BackUpAsync(IRedisHost host, IBackupStore store, IOperationLock? held = null) =>
        new BackupProcedure(store, "test", Silence.Reporter).RunAsync(host, held ?? NoLock.Instance, Task.FromResult(Owner), log: null, Cancel);

    public static Task<BackupResult> BackUpAsync(IRedisHost host, IBackupStore store, IReporter reporter) =>
        new BackupProcedure(store, "test", reporter).RunAsync(host, NoLock.Instance, Task.FromResult(Owner), log: null, Cancel);

    /// <summary>That of the embedded Redis of this machine, so that the program finds these backups.</summary>
    private static Owner Owner { get; } = new($"embedded.{EmbeddedIdentity.Sanitise(Environment.MachineName)}", null);

    public string PathOf(BackupResult backup) => Store.Locate(backup.Name.Archive);

    public Task<Verdict> RestoreAsync(string archive, bool force = false, string? sha256 = null) => RestoreAsync(Host, archive, force, sha256);

    public static async Task<Verdict> RestoreAsync(IRedisHost host, string archive, bool force, string? sha256 = null) =>
        await RestoreAsync(host, await RestoreSource.FromFileAsync(archive, sha256, Cancel), force, NoLock.Instance, Silence.Reporter);

    public static Task<Verdict> RestoreAsync(IRedisHost host, RestoreSource source, bool force, IOperationLock held, IReporter reporter, DataSetChoice load = DataSetChoice.Served) =>
        new Restore(new RestoreRequest()).RestoreAsync(host, held, source, new RestoreOptions(force, DryRun: false, load), reporter, Cancel);

    public static async Task<Verdict> RehearseAsync(IRedisHost host, string archive) =>
        await new Restore(new RestoreRequest()).RestoreAsync(host, NoLock.Instance, await RestoreSource.FromFileAsync(archive, sha256: null, Cancel), new RestoreOptions(Force: true, DryRun: true, DataSetChoice.Served), Silence.Reporter, Cancel);

    /// <summary>Everything in the data directory, by name: to see that nothing was left, or touched.</summary>
    public IReadOnlyList<string> FilesInData() =>
        [.. Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Data, file)).Order()];

    public string NewFile(string name) => Path.Combine(_root.CreateSubdirectory("files").FullName, name);

    public async ValueTask DisposeAsync()
    {
        await Process.StopAsync(CancellationToken.None);
        _root.Delete(recursive: true);
    }
}
