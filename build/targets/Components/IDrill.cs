using Nuke.Common;

namespace Targets.Components;

internal interface IDrill : IHazBackupChoice
{
    Target Drill => _ => _
        .Description("Proves that a backup restores, in a throwaway Redis beside the real one")
        .TryAfter<IBackup>(x => x.Backup)
        .TryBefore<IRotate>(x => x.Rotate)
        .Executes(() => Run(new Lifecycle.Verbs.Drill(Choice)));
}
