using System.Diagnostics;
using Lifecycle.Embedded;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;
using Targets;

namespace Lifecycle.Tests.Workflows;

/// <summary>A checkout of its own with the program in it, an embedded Redis, and a folder as the store.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wf-");

    public Workspace(int sampleKeys = 0, bool hasStore = true)
    {
        StoreFolder = Path.Combine(_folder.FullName, "store");
        Store = new FolderStore(Path.Combine(StoreFolder, "redis-backups"));
        Write(".nuke/parameters.json", hasStore ? $$"""{ "Store": "{{StoreFolder}}", "SampleKeys": {{sampleKeys}} }""" : "{}");
        Write(".nuke/parameters.embedded.json", "{}");
        Write(".nuke/parameters.nowhere.json", "{}");
        Take(".nuke/parameters.dev.json");
        Take(".nuke/parameters.prod.json");
        // Copied first, for its mode.
        Take("build.sh");
        Write("build.sh", $"#!/usr/bin/env bash\nexec dotnet '{typeof(Build).Assembly.Location}' \"$@\" --root '{Root}' --no-logo\n");
        Take("k8s");
        Take("scripts");
        Take(".github");
        Take("docs/target-graph.md");
        Take("docs/runbooks/ci-cd");
        // What a job packs and others unpack.
        Write(".nuke/temp/engine", "offline");
        Write(".nuke/temp/program/stub/.standalone", "");
    }

    public string Root => _folder.FullName;

    public string StoreFolder { get; }

    /// <summary>What the secret of that name holds.</summary>
    public string Kubeconfig { get; init; } = "apiVersion: v1";

    public FolderStore Store { get; }

    public string Data => Embedded.Data;

    public string RunnerTemp => _folder.CreateSubdirectory("runner").FullName;

    private EmbeddedFolders Embedded => new(Path.Combine(Root, ".nuke", "temp", "embedded"));

    /// <summary>Copies a file or a folder of the repository.</summary>
    public void Take(string path)
    {
        var source = Path.Combine(Repository.Root, path);
        foreach (var file in File.Exists(source) ? [source] : Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Root, Path.GetRelativePath(Repository.Root, file));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public void Write(string path, string content)
    {
        var file = Path.Combine(Root, path);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    public void Edit(string path, string before, string after) => Write(path, Read(path).Replace(before, after, StringComparison.Ordinal));

    /// <summary>Puts a backup of another Redis into the store: of so many records, and the queue.</summary>
    public Task<StoredBackup> AddBackupAsync(int keys) => AddBackupAsync(Store, keys);

    public static async Task<StoredBackup> AddBackupAsync(IBackupStore store, int keys)
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(keys - 1);
        var name = (await RedisInstance.BackUpAsync(redis.Host, store)).Name;
        return (await new Catalog(store).ListAsync(RedisInstance.Cancel)).Single(backup => backup.Name == name);
    }

    public async Task<int> CountBackupsAsync() => (await new Catalog(Store).ListAsync(RedisInstance.Cancel)).Count(backup => backup.IsComplete);

    /// <param name="script">For bash.</param>
    /// <param name="variables">What it finds in its environment besides, or, null, does not.</param>
    /// <param name="cancelAfter">When somebody cancels; null for never.</param>
    public async Task<(int ExitCode, string Output)> RunAsync(string script, IReadOnlyDictionary<string, string?>? variables = null, TimeSpan? cancelAfter = null)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "bash", "-e", "-c", $"exec 2>&1; {script}"]) { WorkingDirectory = Root, RedirectStandardOutput = true };
        foreach (var (name, value) in (await RedisInstance.Binaries.Value).Environment())
        {
            start.Environment[name] = value;
        }

        _ = start.Environment.Remove("GITHUB_ACTIONS");
        _ = start.Environment.Remove("CI");
        foreach (var (name, value) in variables ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(RedisInstance.Cancel);
        if (cancelAfter is { } time)
        {
            await CancelAsync(process, time);
        }

        await process.WaitForExitAsync(RedisInstance.Cancel);
        return (process.ExitCode, await output);
    }

    // As a runner of GitHub does it: the process of the step alone is asked, and asked again, and then all is killed.
    private static async Task CancelAsync(Process process, TimeSpan after)
    {
        foreach (var (signal, patience) in new[] { ("-0", after), ("-INT", TimeSpan.FromSeconds(7.5)), ("-TERM", TimeSpan.FromSeconds(2.5)) })
        {
            _ = await Programs.TryRunAsync(["kill", signal, $"{process.Id}"], "/");
            if (await Task.WhenAny(process.WaitForExitAsync(RedisInstance.Cancel), Task.Delay(patience, RedisInstance.Cancel)) is { IsCompletedSuccessfully: true } && process.HasExited)
            {
                return;
            }
        }

        process.Kill(entireProcessTree: true);
    }

    public void Dispose()
    {
        new RedisProcess(Embedded, new RedisBinaries("", []), []).StopAsync(CancellationToken.None).GetAwaiter().GetResult();
        _folder.Delete(recursive: true);
    }
}
