using Nuke.Common;
using Targets.CommandLine;

namespace Targets.Components;

internal interface IBackups : IHazListFormat
{
    [Parameter("How many of the newest backups to list (default: 50)")]
    [AtLeast(1)]
    int Most => TryGetValue<int?>(() => Most) ?? 50;

    Target Backups => _ => _
        .Description("Lists the backups in the store, newest first")
        .TryAfter<IBackup>(x => x.Backup)
        .TryAfter<IRotate>(x => x.Rotate)
        .Executes(() => Run(new Lifecycle.Verbs.ListBackups(Most, json: Output == ListFormat.Json)));
}
