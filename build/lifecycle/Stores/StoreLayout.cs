namespace Lifecycle.Stores;

/// <summary>What in a store is ours: parts of backups, and segments of logs.</summary>
internal static class StoreLayout
{
    /// <summary>With what every key of a backup begins: the century of its timestamp. A log has thousands of objects beside them.</summary>
    public const string Backups = "2";

    public static bool Recognises(string key) => BackupKey.Recognise(key) is not null || SegmentKey.Recognise(key) is not null;
}
