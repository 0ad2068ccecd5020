namespace Lifecycle.Stores;

/// <summary>One object of a backup, as its store lists it; the size in bytes, the time by the store's clock.</summary>
public sealed record StoredPart(BackupKey Key, long Size, DateTimeOffset Modified);

/// <summary>What a store holds of one backup.</summary>
public sealed record StoredBackup(BackupName Name, IReadOnlyList<StoredPart> Parts)
{
    /// <summary>
    /// The archive and its checksum are there; uploads appear whole or not at all, and archives of the older scripts have
    /// no manifest.
    /// </summary>
    public bool IsComplete => MissingPart is null;

    public string? MissingPart =>
        !Has(BackupPart.Archive) ? "no archive"
        : !Has(BackupPart.Checksum) ? "no .sha256"
        : Claims.Count > 1 ? "manifests of two owners"
        : null;

    /// <summary>Whose it is; null where no manifest says so, or two say different things.</summary>
    public Owner? Owner => Claims is [var owner] ? owner : null;

    /// <summary>Every owner that a manifest names: one, unless somebody has copied things together.</summary>
    public IReadOnlyList<Owner> Claims => [.. Parts.Select(part => part.Key.Owner).OfType<Owner>().Distinct()];

    public long Size => Parts.FirstOrDefault(part => part.Key.Part == BackupPart.Archive)?.Size ?? 0;

    /// <summary>When its last part was stored, by the store's clock. A drill comes at any time later.</summary>
    public DateTimeOffset StoredAt => Parts.Where(part => part.Key.Part != BackupPart.Drill || Parts.Count == 1).Max(part => part.Modified);

    /// <summary>The key of its manifest; null where it has none.</summary>
    public string? ManifestKey => Parts.Where(part => part.Key.Part == BackupPart.Manifest).MaxBy(part => part.Key.Owner is not null)?.Key.ToString();

    public bool Has(BackupPart part) => Parts.Any(stored => stored.Key.Part == part);
}
