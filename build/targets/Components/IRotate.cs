using Lifecycle.Verbs;
using Nuke.Common;
using Targets.CommandLine;

namespace Targets.Components;

internal interface IRotate : IHazMadeBackup
{
    [Parameter("How many complete backups to keep (default: 3)")]
    [AtLeast(1)]
    int Keep => TryGetValue<int?>(() => Keep) ?? 3;

    [Parameter("Rotate keeps what it takes to restore every moment of so long a time: 7d (default: what the kept backups need)")]
    [Format(typeof(Duration))]
    string? KeepLog => TryGetValue(() => KeepLog);

    // By name, rather than by way of Destroy.
    private bool IsAsked => InvokedTargets.Any(target => target.Name == nameof(Rotate));

    Target Rotate => _ => _
        .Description("Keeps the newest complete backups and removes older ones")
        .TryAfter<IBackup>(x => x.Backup)
        .Executes(() => Run(new Lifecycle.Verbs.Rotate(Keep, IsAsked, From, KeepLog is null ? null : Duration.Parse(KeepLog), BackupMade)));
}
