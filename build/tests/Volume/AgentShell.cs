using System.Diagnostics;
using Lifecycle.Embedded;
using Lifecycle.Tests.Support;
using Lifecycle.Tests.Workflows;

namespace Lifecycle.Tests.Volume;

/// <summary>A shell that the agent meets: it is <c>sh</c>, and with busybox every other program is busybox' too, as in Alpine.</summary>
internal sealed class AgentShell : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redis-lifecycle-test-");

    private AgentShell(string program) => Program = program;

    /// <summary>For <c>[MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]</c>.</summary>
    public static TheoryData<string> All => [.. Names];

    public static string[] Names => ["dash", "bash", "busybox"];

    /// <summary>What the agent starts.</summary>
    public static string[] Programs => ["cat", "chown", "dd", "df", "grep", "ln", "ls", "mkdir", "mkfifo", "mv", "redis-cli", "rm", "rmdir", "sed", "sleep", "stat", "sync", "tr"];

    public static string Script => Path.Combine(Repository.Root, "build", "lifecycle", "Volume", "redis-volume.sh");

    /// <summary>The file that it is, behind all links.</summary>
    public string Program { get; }

    public static async Task<AgentShell> FindAsync(string name)
    {
        var program = Tool.Find(name);
        Assert.SkipWhen(program is null, $"There is no {name} here: install it to run the volume agent under it");
        var shell = new AgentShell(new FileInfo(program).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? program);
        if (name == "busybox")
        {
            _ = await Tool.RunAsync([program, "--install", "-s", shell._folder.FullName], shell._folder.FullName);
        }
        else
        {
            _ = File.CreateSymbolicLink(Path.Combine(shell._folder.FullName, "sh"), program);
        }

        return shell;
    }

    /// <summary>A Redis beside which it is <c>sh</c>.</summary>
    public async Task<RedisInstance> StartRedisAsync() => await RedisInstance.StartWithAsync(Before(await RedisInstance.Binaries.Value));

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(IReadOnlyList<string> words, string folder, string input = "", IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(Path.Combine(_folder.FullName, "sh"), words) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables ?? Before(new RedisBinaries("", [])).Environment())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input.AsMemory(), RedisInstance.Cancel);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(RedisInstance.Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(RedisInstance.Cancel);
        await process.WaitForExitAsync(RedisInstance.Cancel);
        return (process.ExitCode, output, await error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private RedisBinaries Before(RedisBinaries binaries) => binaries with { Directory = $"{_folder.FullName}{Path.PathSeparator}{binaries.Directory}" };
}
