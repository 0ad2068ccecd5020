using Lifecycle.Reporting;
using Lifecycle.Stores.S3;

namespace Lifecycle.Stores;

/// <summary>Opens the store that the settings name.</summary>
public static class StoreFactory
{
    /// <summary>
    /// The store of one archive that is asked for by its place, else the one that is named, else the environment's own.
    /// Null where there is none of these: a cluster without a bucket.
    /// </summary>
    public static IBackupStore? TryOpen(Settings settings, RestoreRequest request, IReporter reporter)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(request);
        if (request.S3Uri is { } uri)
        {
            var place = S3Location.Parse(uri);
            return Open($"s3://{place.Bucket}", settings with { BackupPrefix = place.ToBackup().Prefix }, reporter);
        }

        var location = settings.Store
            ?? (settings.BackupBucket is { Length: > 0 } bucket ? $"s3://{bucket}" : null)
            ?? (settings.IsEmbedded || request.Archive is not null ? settings.OutputDirectory : null);
        return location is null ? null : Open(location, settings, reporter);
    }

    private static IBackupStore Open(string location, Settings settings, IReporter reporter) => S3Location.IsS3(location)
        ? new S3Store(S3Settings.Parse(location, settings), reporter)
        : new FolderStore(Path.Combine(Path.GetFullPath(location), settings.BackupPrefix));
}
