namespace Lifecycle.Stores;

/// <summary>What a store holds of one backup.</summary>
public sealed record StoredBackup(BackupName Name, IReadOnlyDictionary<BackupPart, StoredObject> Parts)
{
    /// <summary>
    /// The archive and its checksum are there; uploads appear whole or not at all, and archives of the older scripts have
    /// no manifest.
    /// </summary>
    public bool IsComplete => MissingPart is null;

    public string? MissingPart =>
        !Has(BackupPart.Archive) ? "no archive"
        : !Has(BackupPart.Checksum) ? "no .sha256"
        : null;

    public long Size => Parts.GetValueOrDefault(BackupPart.Archive)?.Size ?? 0;

    /// <summary>When its last part was stored, by the store's clock. A drill comes at any time later.</summary>
    public DateTimeOffset StoredAt => Parts.Where(part => part.Key != BackupPart.Drill || Parts.Count == 1).Max(part => part.Value.Modified);

    public IEnumerable<string> Keys => Parts.Values.Select(part => part.Key);

    public bool Has(BackupPart part) => Parts.ContainsKey(part);
}
