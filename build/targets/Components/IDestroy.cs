using Nuke.Common;
using Targets.CommandLine;

namespace Targets.Components;

internal interface IDestroy : IHazMadeBackup
{
    [Parameter("Type DESTROY to confirm that Redis and its data go. Command line only")]
    [OnlyTyped]
    string? ConfirmDestroy => EnvironmentInfo.GetNamedArgument<string>(nameof(ConfirmDestroy));

    [Parameter("Destroy Redis but leave its data")]
    bool KeepVolume => TryGetValue<bool?>(() => KeepVolume) ?? false;

    [Parameter("Destroy only when a drill has restored the newest backup")]
    bool RequireDrill => TryGetValue<bool?>(() => RequireDrill) ?? false;

    [Parameter("true: Destroy where no bucket is named, and say that the data goes with it (default: true in dev, else false)")]
    bool DestroyWithoutBucket => TryGetValue<bool?>(() => DestroyWithoutBucket) ?? Environment == EnvironmentName.Dev;

    // A requirement, so that nothing at all happens before somebody has confirmed: no backup, no rotation.
    private bool IsConfirmed
    {
        get
        {
            Refusal.Unless(() => Lifecycle.Verbs.Destroy.RequireConfirmation(ConfirmDestroy, DryRun));
            return true;
        }
    }

    Target Destroy => _ => _
        .Description("Backs up, rotates, then removes Redis and its data")
        .DependsOn<IBackup>(x => x.Backup)
        .DependsOn<IRotate>(x => x.Rotate)
        .TryAfter<IDrill>(x => x.Drill)
        .Requires(() => IsConfirmed)
        .Executes(() => Run(new Lifecycle.Verbs.Destroy(ConfirmDestroy, KeepVolume, RequireDrill, BackupMade)));
}
