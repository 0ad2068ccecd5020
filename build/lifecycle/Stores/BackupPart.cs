namespace Lifecycle.Stores;

/// <summary>The files that make up one backup.</summary>
public enum BackupPart
{
    Archive,
    Checksum,
    Manifest,
    Drill,
}
