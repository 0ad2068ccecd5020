using System.Globalization;
using System.Text.RegularExpressions;

namespace Lifecycle.Stores;

/// <summary>The files that make up one backup.</summary>
public enum BackupPart
{
    Archive,
    Checksum,
    Manifest,
    Drill,
}

/// <summary>Names a backup by its UTC timestamp: <c>20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz</c>.</summary>
public sealed partial record BackupName
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

    /// <summary>Which backup and which part of it a key is, or null for anything that is not ours.</summary>
    public static (BackupName Name, BackupPart Part)? Recognise(string key)
    {
        var match = Layout().Match(key);
        return match.Success && TryParse(match.Groups["folder"].Value) is { } name
            ? (name, Part(match.Groups["suffix"].Value))
            : null;
    }

    public string Key(BackupPart part) => $"{Timestamp}/cloudradar-redis-data-{Timestamp}{Suffix(part)}";

    public override string ToString() => Timestamp;

    private static BackupName? TryParse(string timestamp) =>
        DateTimeOffset.TryParseExact(timestamp, TimestampFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? new BackupName(timestamp, time)
            : null;

    private static string Suffix(BackupPart part) => part switch
    {
        BackupPart.Archive => ".tgz",
        BackupPart.Checksum => ".tgz.sha256",
        BackupPart.Manifest => ".manifest.json",
        _ => ".drill.json",
    };

    private static BackupPart Part(string suffix) => Enum.GetValues<BackupPart>().First(part => Suffix(part) == suffix);

    [GeneratedRegex(@"\A(?<folder>\d{8}T\d{6}Z)/cloudradar-redis-data-\k<folder>(?<suffix>\.tgz|\.tgz\.sha256|\.manifest\.json|\.drill\.json)\z")]
    private static partial Regex Layout();
}
