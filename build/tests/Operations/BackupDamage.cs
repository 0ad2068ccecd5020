using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

/// <summary>What can be wrong with a stored backup whose checksum is right.</summary>
/// <param name="Name">In words.</param>
/// <param name="Inflict">Does it.</param>
public sealed record BackupDamage(string Name, Func<FolderStore, BackupName, Task> Inflict)
{
    public static TheoryData<BackupDamage> All =>
    [
        new BackupDamage("its manifest says one key more", FalseManifest.PromiseOneKeyMoreAsync),
        new BackupDamage("its append-only file is cut", (store, backup) => RepackAsync(store, backup, Halve)),
        new BackupDamage("a file is missing", (store, backup) => RepackAsync(store, backup, File.Delete)),
    ];

    public override string ToString() => Name;

    private static void Halve(string path)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.SetLength(file.Length / 2);
    }

    private static async Task RepackAsync(FolderStore store, BackupName backup, Action<string> damage)
    {
        var archive = store.Locate(backup.Archive);
        var folder = Directory.CreateTempSubdirectory("redis-lifecycle-test-").FullName;
        _ = await Tool.RunAsync(["tar", "-xzf", archive, "-C", folder], folder);
        damage(Directory.EnumerateFiles(Path.Combine(folder, "appendonlydir"), "*.incr.aof").Single());
        _ = await Tool.RunAsync(["tar", "-czf", archive, "."], folder);
        _ = TestArchives.Save(archive, await File.ReadAllBytesAsync(archive, RedisInstance.Cancel));
        Directory.Delete(folder, recursive: true);
    }
}
