namespace Lifecycle.Stores;

/// <summary>What drills have found.</summary>
/// <param name="Proven">The newest backup that was restored; null where none was.</param>
/// <param name="Failed">Those that could not be.</param>
public sealed record DrilledBackups(BackupName? Proven, IReadOnlySet<BackupName> Failed)
{
    public static readonly DrilledBackups None = new(null, new HashSet<BackupName>());
}
