using System.Diagnostics;
using System.Runtime.InteropServices;
using Lifecycle.Embedded;

namespace Lifecycle.Tests.Support;

/// <summary>A repository of its own, in which the real program runs as a user would run it.</summary>
internal sealed class Checkout : IAsyncDisposable
{
    private const int SigInt = 2;
    private const int SigKill = 9;

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

    /// <summary>What runs find in their environment besides.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public static async Task<Checkout> CreateAsync() => new(await RedisInstance.Binaries.Value);

    public async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var run = Start(arguments);
        var output = await run.StandardOutput.ReadToEndAsync(RedisInstance.Cancel);
        var error = await run.StandardError.ReadToEndAsync(RedisInstance.Cancel);
        await run.WaitForExitAsync(RedisInstance.Cancel);
        return (run.ExitCode, output + error);
    }

    /// <summary>Sends a signal after a while; SIGKILL may go to everything that the program has started as well.</summary>
    public async Task<int> InterruptAsync(TimeSpan after, bool kill, bool withChildren, params string[] arguments)
    {
        using var run = Start(arguments);
        var draining = Task.WhenAll(run.StandardOutput.ReadToEndAsync(CancellationToken.None), run.StandardError.ReadToEndAsync(CancellationToken.None));
        await Task.Delay(after, RedisInstance.Cancel);
        if (!run.HasExited)
        {
            _ = Kill(withChildren ? -run.Id : run.Id, kill ? SigKill : SigInt);
        }

        await run.WaitForExitAsync(RedisInstance.Cancel);
        await draining;
        return run.ExitCode;
    }

    public async Task<string> DigestAsync() => (await new Lifecycle.Redis.RedisServer(Redis.Shell).CallAsync(RedisInstance.Cancel, "DEBUG", "DIGEST")).Trim();

    public async ValueTask DisposeAsync()
    {
        await Redis.StopAsync(CancellationToken.None);
        _root.Delete(recursive: true);
    }

    // In a session of its own, so that a signal to its group reaches what it has started and not the tests. And with
    // SIGINT as a terminal would have it: a shell without job control starts what runs in its background deaf to it.
    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("setsid", ["--wait", "env", "--default-signal=INT", "dotnet", typeof(global::Targets.Build).Assembly.Location, .. arguments, "--no-logo", "--root", _root.FullName])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _root.FullName,
        };
        foreach (var (name, value) in _binaries.Environment())
        {
            start.Environment[name] = value;
        }

        _ = start.Environment.Remove("GITHUB_ACTIONS");
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
