using Lifecycle.Reporting;
using Lifecycle.Stores;
using Lifecycle.Stores.S3;

namespace Lifecycle.Verbs;

/// <summary>Opens the store that the settings name.</summary>
public static class StoreFactory
{
    /// <summary>
    /// The store of one archive that is asked for by its place, else the one that is named, else the environment's own.
    /// Null where there is none of these: a cluster without a bucket.
    /// </summary>
    /// <exception cref="Failures.MistakeException">What was typed names no store.</exception>
    public static IBackupStore? TryOpen(Settings settings, RestoreRequest request, IReporter reporter)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(request);
        return Locate(settings, request) is { } place ? Open(place, settings, reporter) : null;
    }

    private static StoreLocation? Locate(Settings settings, RestoreRequest request)
    {
        if (request.S3Uri is { } uri)
        {
            var archive = S3Location.Parse(uri);
            return StoreLocation.Parse($"s3://{archive.Bucket}/{archive.ToBackup().Prefix}");
        }

        var prefix = StorePrefix.Parse(settings.BackupPrefix);
        var text = settings.Store
            ?? (settings.BackupBucket is { Length: > 0 } bucket ? $"s3://{bucket}" : null)
            ?? (settings.IsEmbedded || request.Archive is not null ? settings.OutputDirectory : null);
        return text is null ? null : StoreLocation.Parse(text).Below(prefix);
    }

    private static IBackupStore Open(StoreLocation place, Settings settings, IReporter reporter) => place.IsBucket
        ? new S3Store(S3(settings).ToOptions(S3Location.Parse(place.Path)), reporter)
        : new FolderStore(place.Path);

    private static S3Parameters S3(Settings settings) => new()
    {
        Endpoint = settings.S3Endpoint,
        Region = settings.Region,
        Encryption = settings.Sse,
        EncryptionKeyId = settings.SseKeyId,
        Checksums = settings.S3Checksums,
    };
}
