using Lifecycle.Stores;

namespace Lifecycle.Tests.Stores;

/// <summary>Backups as a listing would have them.</summary>
internal static class Backups
{
    public static StoredBackup Complete(string timestamp, Owner? owner) => owner is null
        ? Of(timestamp, owner, BackupPart.Archive, BackupPart.Checksum)
        : Of(timestamp, owner, BackupPart.Archive, BackupPart.Checksum, BackupPart.Manifest);

    public static StoredBackup Incomplete(string timestamp) => Of(timestamp, owner: null, BackupPart.Archive);

    public static StoredBackup Of(string timestamp, Owner? owner, params BackupPart[] parts)
    {
        var name = BackupName.Parse(timestamp);
        return new StoredBackup(name, [.. parts.Select(part => new StoredPart(new BackupKey(name, part, part == BackupPart.Manifest ? owner : null), 1, name.Time))]);
    }
}
