using System.Globalization;

namespace Lifecycle.Stores;

/// <summary>Names a backup by its UTC timestamp, <c>20260207T114100Z</c>.</summary>
public sealed record BackupName
{
    private const string TimestampFormat = "yyyyMMdd'T'HHmmss'Z'";

    private BackupName(string timestamp, DateTimeOffset time) => (Timestamp, Time) = (timestamp, time);

    public string Timestamp { get; }

    public DateTimeOffset Time { get; }

    public string Archive => Key(BackupPart.Archive);

    public string ArchiveFileName => Archive[(Timestamp.Length + 1)..];

    public static BackupName At(DateTimeOffset time) =>
        Parse(time.UtcDateTime.ToString(TimestampFormat, CultureInfo.InvariantCulture));

    /// <exception cref="FormatException">It is no timestamp such as 20260207T114100Z.</exception>
    public static BackupName Parse(string timestamp) => TryParse(timestamp)
        ?? throw new FormatException($"'{timestamp}' is no timestamp such as 20260207T114100Z");

    /// <summary>Null for anything that is no timestamp such as 20260207T114100Z.</summary>
    public static BackupName? TryParse(string timestamp) =>
        DateTimeOffset.TryParseExact(timestamp, TimestampFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new BackupName(timestamp, time)
            : null;

    /// <summary>The key of a part that says nothing of an owner: any but the manifest, and the manifests of older backups.</summary>
    public string Key(BackupPart part) => new BackupKey(this, part).ToString();

    /// <summary>The key of the manifest, which says whose backup it is.</summary>
    public string ManifestKey(Owner? owner) => new BackupKey(this, BackupPart.Manifest, owner).ToString();

    public override string ToString() => Timestamp;
}
