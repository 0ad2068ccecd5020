using Lifecycle.Embedded;
using Lifecycle.Operations;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Stores;

namespace Lifecycle.Tests.Support;

/// <summary>A real redis-server in a temporary folder, with a store beside it; both go with the test.</summary>
internal sealed class RedisInstance : IAsyncDisposable
{
    public static readonly Lazy<Task<RedisBinaries>> Binaries = new(() =>
        RedisBinaries.LocateAsync(Path.Combine(Path.GetTempPath(), "redis-lifecycle-tests", "redis-server"), Silence.Reporter, CancellationToken.None));

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");

    private RedisInstance(RedisBinaries binaries, IReadOnlyList<string> arguments)
    {
        Folders = new EmbeddedFolders(Path.Combine(_root.FullName, "redis"));
        Folders.Create();
        Process = new RedisProcess(Folders, binaries, arguments);
        Host = new EmbeddedRedis(Process);
        Store = new FolderStore(Path.Combine(_root.FullName, "store"));
    }

    public EmbeddedFolders Folders { get; }

    public RedisProcess Process { get; }

    public EmbeddedRedis Host { get; }

    public FolderStore Store { get; }

    public IShell Shell => Process.Shell;

    public string Data => Folders.Data;

    public string AofFolder => Path.Combine(Data, "appendonlydir");

    public static async Task<RedisInstance> StartAsync(params string[] moreArguments)
    {
        var instance = new RedisInstance(await Binaries.Value, ["--appendonly", "yes", "--enable-debug-command", "yes", .. moreArguments]);
        await instance.Process.StartAsync(Cancel);
        return instance;
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<string> CallAsync(params string[] command) => new RedisServer(Shell).CallAsync(Cancel, command);

    /// <summary>One digest over every key, its type, value and expiry.</summary>
    public async Task<string> DigestAsync() => (await CallAsync("DEBUG", "DIGEST")).Trim();

    public async Task<Keyspace> KeyspaceAsync() => (await new RedisServer(Shell).GetInfoAsync(Cancel)).Keyspace;

    public Task LoadAsync(int keys) => SampleData.LoadAsync(Shell, keys, Cancel);

    public Task<BackupResult> BackUpAsync() => new BackupOperation(Host, Store, Silence.Reporter, "test").BackUpAsync(Cancel);

    public string PathOf(BackupResult backup) => Store.Locate(backup.Name.Archive);

    public Task<Verdict> RestoreAsync(string archive, bool force = false, string? sha256 = null) => RestoreAsync(Host, archive, force, sha256);

    public static async Task<Verdict> RestoreAsync(IRedisHost host, string archive, bool force, string? sha256 = null) =>
        await new RestoreOperation(host, new NoLock(), Silence.Reporter)
            .RunAsync(await RestoreSource.FromFileAsync(archive, sha256, Cancel), force, dryRun: false, Cancel);

    /// <summary>Everything in the data directory, by name: to see that nothing was left, or touched.</summary>
    public IReadOnlyList<string> FilesInData() =>
        [.. Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Data, file)).Order()];

    public string NewFile(string name) => Path.Combine(_root.CreateSubdirectory("files").FullName, name);

    public async ValueTask DisposeAsync()
    {
        await Process.StopAsync(CancellationToken.None);
        _root.Delete(recursive: true);
    }

    private sealed class NoLock : IOperationLock
    {
        public Task RequireHeldAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
