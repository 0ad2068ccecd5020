using Nuke.Common;
using Targets.CommandLine;
using Targets.Testing;

namespace Targets.Components;

internal interface IFaultTest : INukeBuild
{
    Target FaultTest => _ => _
        .Description("Injects faults at every step, at random moments and into every input, and counts what was lost")
        .Executes(async () => ReportSummary(await new FaultRun(RootDirectory).RunAsync(Interruption.Token)));
}
