using Lifecycle.Cluster;
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

    private readonly DirectoryInfo _root;

    private RedisInstance(RedisBinaries binaries, DirectoryInfo root, IReadOnlyList<string> arguments)
    {
        _root = root;
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

    public static Task<RedisInstance> StartAsync(params string[] moreArguments) => StartInAsync(Directory.CreateTempSubdirectory("redis-lifecycle-test-"), moreArguments);

    /// <summary>With its data and its store below a folder of the caller's, which goes with it.</summary>
    public static async Task<RedisInstance> StartInAsync(DirectoryInfo root, params string[] moreArguments)
    {
        var instance = new RedisInstance(await Binaries.Value, root, ["--appendonly", "yes", "--enable-debug-command", "yes", .. moreArguments]);
        await instance.Process.StartAsync(Cancel);
        return instance;
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<string> CallAsync(params string[] command) => new RedisServer(Shell).CallAsync(Cancel, command);

    /// <summary>One digest over every key, its type, value and expiry.</summary>
    public async Task<string> DigestAsync() => (await CallAsync("DEBUG", "DIGEST")).Trim();

    public async Task<Keyspace> KeyspaceAsync() => (await new RedisServer(Shell).GetInfoAsync(Cancel)).Keyspace;

    public Task LoadAsync(int keys) => SampleData.LoadAsync(Shell, keys, Cancel);

    public Task<BackupResult> BackUpAsync() => new BackupOperation(Host, Store, NoLock.Instance, Silence.Reporter, "test").BackUpAsync(Cancel);

    public string PathOf(BackupResult backup) => Store.Locate(backup.Name.Archive);

    public Task<Verdict> RestoreAsync(string archive, bool force = false, string? sha256 = null) => RestoreAsync(Host, archive, force, sha256);

    public static async Task<Verdict> RestoreAsync(IRedisHost host, string archive, bool force, string? sha256 = null) =>
        await new RestoreOperation(host, NoLock.Instance, Silence.Reporter)
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
}
