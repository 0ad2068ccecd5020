using Nuke.Common;
using Targets.CommandLine;

namespace Targets.Components;

/// <summary>What comes after a backup and is about that very one.</summary>
internal interface IHazMadeBackup : IHazEnvironment
{
    protected const string WhichBackup = "the backup";

    [Parameter("The archive that the Backup before this has made, as it tells it. Drill takes that very one, Rotate keeps it, Destroy demands it")]
    [OnlyOneOf(WhichBackup)]
    string? BackupMade => TryGetValue(() => BackupMade);
}
