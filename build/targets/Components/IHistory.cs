using Lifecycle.Verbs;
using Nuke.Common;
using Targets.CommandLine;

namespace Targets.Components;

internal interface IHistory : IHazListFormat
{
    [Parameter("Nothing before this moment: 2026-02-07T11:41Z (default: all of it)")]
    [Format(typeof(PointInTime))]
    string? Since => TryGetValue(() => Since);

    [Parameter("Nothing after this moment: 2026-02-07T11:41Z (default: all of it)")]
    [Format(typeof(PointInTime))]
    string? Until => TryGetValue(() => Until);

    Target History => _ => _
        .Description("Shows which moments can be restored, and the commands that removed much, with their places")
        .TryAfter<IArchive>(x => x.Archive)
        .Executes(() => Run(new Lifecycle.Verbs.History(PointInTime.Parse(Since), PointInTime.Parse(Until), From, json: Output == ListFormat.Json)));
}
