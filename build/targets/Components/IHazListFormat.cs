using Nuke.Common;
using Targets.CommandLine;

namespace Targets.Components;

/// <summary>How Backups and History print.</summary>
internal interface IHazListFormat : IHazEnvironment
{
    [Parameter("How Backups and History print: table, or json, alone on standard output (default: table). Command line only")]
    [OnlyTyped]
    ListFormat Output => TryGetValue(() => Output) ?? ListFormat.Table;
}
