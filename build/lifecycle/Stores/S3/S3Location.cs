using Lifecycle.Failures;

namespace Lifecycle.Stores.S3;

/// <summary>A place in a bucket: <c>s3://bucket/redis-backups</c>, <c>s3://bucket/folder/archive.tgz</c>.</summary>
public sealed record S3Location(string Bucket, string Key)
{
    private const string Scheme = "s3://";

    public static bool IsS3(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="MistakeException">It names no bucket.</exception>
    public static S3Location Parse(string text)
    {
        var parts = IsS3(text) ? text[Scheme.Length..].Split('/', 2) : [""];
        return parts[0].Length > 0
            ? new S3Location(parts[0], parts.Length > 1 ? parts[1].Trim('/') : "")
            : throw new MistakeException($"'{text}' is no place in S3", "Write it as s3://bucket/prefix or s3://bucket/key.tgz");
    }

    /// <summary>The store's prefix and the backup that an archive's key stands for.</summary>
    /// <exception cref="MistakeException">It is not an archive in the layout of backups.</exception>
    public (string Prefix, BackupName Name) ToBackup()
    {
        var segments = Key.Split('/');
        return segments.Length >= 2 && BackupKey.Recognise($"{segments[^2]}/{segments[^1]}") is (var name, BackupPart.Archive)
            ? (string.Join('/', segments[..^2]), name)
            : throw new MistakeException(
                $"{this} is not the archive of a backup",
                "Name one as s3://bucket/prefix/<timestamp>/cloudradar-redis-data-<timestamp>.tgz; Backups lists them");
    }

    public override string ToString() => Key.Length > 0 ? $"{Scheme}{Bucket}/{Key}" : $"{Scheme}{Bucket}";
}
