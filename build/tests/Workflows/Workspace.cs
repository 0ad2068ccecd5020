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
        // Copied first, for its mode.
        Take("build.sh");
        Write("build.sh", $"#!/usr/bin/env bash\nexec dotnet '{typeof(Build).Assembly.Location}' \"$@\" --root '{Root}' --no-logo\n");
        Take("k8s");
        Take("scripts");
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
            File.Copy(file, target);
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

    public async Task<(int ExitCode, string Output)> RunAsync(string script, IReadOnlyDictionary<string, string?>? variables = null)
    {
        var start = new ProcessStartInfo("bash", ["-e", "-c", $"exec 2>&1; {script}"]) { WorkingDirectory = Root, RedirectStandardOutput = true };
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
        var output = await process.StandardOutput.ReadToEndAsync(RedisInstance.Cancel);
        await process.WaitForExitAsync(RedisInstance.Cancel);
        return (process.ExitCode, output);
    }

    public void Dispose()
    {
        new RedisProcess(Embedded, new RedisBinaries("", []), []).StopAsync(CancellationToken.None).GetAwaiter().GetResult();
        _folder.Delete(recursive: true);
    }
}
