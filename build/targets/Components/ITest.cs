using Nuke.Common;
using Targets.CommandLine;
using Targets.Testing;

namespace Targets.Components;

internal interface ITest : INukeBuild
{
    [Parameter("Run only tests whose class matches: *Restore*")]
    string? TestClass => TryGetValue(() => TestClass);

    [Parameter("Run the long campaigns too, with faults, kills and sizes one after the other")]
    bool All => TryGetValue<bool?>(() => All) ?? false;

    Target Test => _ => _
        .Description("Runs the tests against real servers")
        .Produces(RootDirectory / "output" / "tests.json")
        .Executes(async () => ReportSummary(await new TestRun(RootDirectory).RunAsync(TestRun.Choose(TestClass, All), new Dictionary<string, string>(), Interruption.Token)));
}
