using Lifecycle.Archives;
using Lifecycle.Stores;

namespace Lifecycle.Tests.Support;

/// <summary>A backup whose archive is whole, and not what its manifest says.</summary>
internal static class FalseManifest
{
    public static Task PromiseOneKeyMoreAsync(FolderStore store, BackupName name) => PromiseAsync(store, name, manifest =>
        manifest with { Databases = manifest.Databases.ToDictionary(pair => pair.Key, pair => pair.Value with { Keys = pair.Value.Keys + 1 }) });

    public static async Task PromiseAsync(FolderStore store, BackupName name, Func<BackupManifest, BackupManifest> falsify)
    {
        var path = await FindAsync(store, name);
        await File.WriteAllBytesAsync(path, falsify(BackupManifest.FromJson(await File.ReadAllBytesAsync(path, RedisInstance.Cancel))).ToJson(), RedisInstance.Cancel);
    }

    /// <summary>Where the manifest of a backup lies.</summary>
    public static async Task<string> FindAsync(FolderStore store, BackupName name) =>
        store.Locate((await new Catalog(store).ListAsync(RedisInstance.Cancel)).Single(backup => backup.Name == name).ManifestKey!);
}
