using Lifecycle.Log;
using Lifecycle.Verbs;
using Nuke.Common;
using Targets.CommandLine;

namespace Targets.Components;

internal interface IArchive : IHazEnvironment
{
    [Parameter("How long Archive follows: 30s, 10m, 2h (default: until Ctrl-C or SIGTERM)")]
    [Format(typeof(Duration))]
    string? For => TryGetValue(() => For);

    [Parameter("No write waits longer until it is in the store: 1s, 10s, 1m (default: 10s)")]
    [Format(typeof(Duration))]
    string ArchiveEvery => TryGetValue(() => ArchiveEvery) ?? "10s";

    [Parameter("How often Archive takes a checkpoint, which is a backup (default: 24h)")]
    [Format(typeof(Duration))]
    string CheckpointEvery => TryGetValue(() => CheckpointEvery) ?? "24h";

    private LogPace Pace => new(Duration.Parse(ArchiveEvery), Duration.Parse(CheckpointEvery), For is null ? null : Duration.Parse(For));

    Target Archive => _ => _
        .Description("Follows the append-only file into the store, so that any moment can be restored")
        .TryAfter<IDeploy>(x => x.Deploy)
        .TryAfter<IRestore>(x => x.Restore)
        .Executes(() => Interruption.HeedAsync(Run(new Lifecycle.Verbs.Archive(Pace, ToolVersion.Current))));
}
