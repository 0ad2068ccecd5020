namespace Lifecycle.Stores;

/// <summary>Opens the store that the settings name.</summary>
public static class StoreFactory
{
    /// <summary>Null where no store is named and the environment has none of its own: a cluster without a bucket.</summary>
    public static IBackupStore? TryOpen(Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var location = settings.Store
            ?? (settings.BackupBucket is { Length: > 0 } bucket ? $"s3://{bucket}" : null)
            ?? (settings.IsEmbedded ? settings.OutputDirectory : null);
        return location is null ? null : Open(location, settings);
    }

    private static FolderStore Open(string location, Settings settings) =>
        location.StartsWith("s3://", StringComparison.Ordinal)
            ? throw new LifecycleException($"{location} is no folder", "Give a folder with --store")
            : new FolderStore(Path.Combine(Path.GetFullPath(location), settings.BackupPrefix));
}
