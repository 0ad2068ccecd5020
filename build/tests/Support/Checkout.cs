using Lifecycle.Embedded;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Support;

/// <summary>A repository of its own, in which the real program runs as a user would run it.</summary>
internal sealed class Checkout : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");
    private readonly RedisBinaries _binaries;

    private Checkout(RedisBinaries binaries)
    {
        _binaries = binaries;
        _ = _root.CreateSubdirectory(".nuke");
        var manifests = _root.CreateSubdirectory("k8s").CreateSubdirectory("apps").CreateSubdirectory("redis");
        File.WriteAllText(Path.Combine(manifests.FullName, "statefulset.yaml"), "spec:\n  args: [redis-server, --appendonly, \"yes\", --enable-debug-command, \"yes\"]\n");
        Folders = new EmbeddedFolders(Path.Combine(_root.FullName, ".nuke", "temp", "embedded"));
        Redis = new RedisProcess(Folders, binaries, []);
    }

    public EmbeddedFolders Folders { get; }

    public RedisProcess Redis { get; }

    public string Root => _root.FullName;

    /// <summary>Has Redis started from a configuration file, as many manifests have it.</summary>
    public RedisProcess Configure(IReadOnlyList<string> settings)
    {
        var file = Path.Combine(Root, "redis.conf");
        File.WriteAllText(file, string.Join('\n', ["appendonly yes", "enable-debug-command yes", .. settings, ""]));
        File.WriteAllText(Path.Combine(Root, "k8s", "apps", "redis", "statefulset.yaml"), $"spec:\n  args: [redis-server, {file}]\n");
        return new RedisProcess(Folders, _binaries, [file]);
    }

    /// <summary>Where runs look for programs.</summary>
    public string ProgramPath => _binaries.Environment()["PATH"];

    /// <summary>What runs find in their environment besides.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public static async Task<Checkout> CreateAsync() => new(await RedisInstance.Binaries.Value);

    /// <summary>With one of <see cref="RedisServers"/>.</summary>
    public static async Task<Checkout> CreateAsync(string server) => new(await RedisServers.FindAsync(server));

    public async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var run = Launch(arguments);
        return await run.EndAsync();
    }

    /// <summary>Sends a signal after a while; SIGKILL may go to everything that the program has started as well.</summary>
    public async Task<int> InterruptAsync(TimeSpan after, bool kill, bool withChildren, params string[] arguments)
    {
        using var run = Launch(arguments);
        var ending = run.EndAsync();
        await Task.Delay(after, RedisInstance.Cancel);
        run.Signal(kill ? ProgramRun.SigKill : ProgramRun.SigInt, withChildren);
        return (await ending).ExitCode;
    }

    public ProgramRun Launch(params string[] arguments)
    {
        var variables = new Dictionary<string, string>(_binaries.Environment());
        foreach (var (name, value) in Variables)
        {
            variables[name] = value;
        }

        return new ProgramRun(_root.FullName, variables, arguments);
    }

    public async Task<string> DigestAsync() => (await Redis.Server.CallAsync(RedisInstance.Cancel, "DEBUG", "DIGEST")).Trim();

    /// <summary>What Redis serves and as which process, and all files of its data and of the store.</summary>
    public async Task<IReadOnlyList<string>> StateAsync() =>
    [
        await DigestAsync(),
        $"{Redis.ProcessId}",
        .. new[] { Folders.Data, Path.Combine(Root, "output", "redis-backups") }
            .SelectMany(folder => new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
            .Select(entry => $"{entry.FullName} {(entry as FileInfo)?.Length}")
            .Order(StringComparer.Ordinal),
    ];

    public async ValueTask DisposeAsync()
    {
        await Redis.StopAsync(CancellationToken.None);
        _root.Delete(recursive: true);
    }
}
