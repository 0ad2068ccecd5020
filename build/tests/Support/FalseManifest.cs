using Lifecycle.Archives;
using Lifecycle.Stores;

namespace Lifecycle.Tests.Support;

/// <summary>A backup whose archive is whole, and not what its manifest says.</summary>
internal static class FalseManifest
{
    public static async Task PromiseOneKeyMoreAsync(FolderStore store, BackupName name)
    {
        var path = store.Locate((await new Catalog(store).ListAsync(RedisInstance.Cancel)).Single(backup => backup.Name == name).ManifestKey!);
        var manifest = BackupManifest.FromJson(await File.ReadAllBytesAsync(path, RedisInstance.Cancel));
        var oneMore = manifest with { Databases = manifest.Databases.ToDictionary(pair => pair.Key, pair => pair.Value with { Keys = pair.Value.Keys + 1 }) };
        await File.WriteAllBytesAsync(path, oneMore.ToJson(), RedisInstance.Cancel);
    }
}
