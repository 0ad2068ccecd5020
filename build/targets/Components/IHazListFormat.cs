using Nuke.Common;

namespace Targets.Components;

/// <summary>How Backups and History print.</summary>
internal interface IHazListFormat : IHazEnvironment
{
    [Parameter("How Backups and History print: table or json (default: table)")]
    ListFormat Output => TryGetValue(() => Output) ?? ListFormat.Table;
}
