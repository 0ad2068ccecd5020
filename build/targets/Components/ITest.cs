using Nuke.Common;
using Nuke.Common.IO;
using Targets.CommandLine;
using Targets.Testing;

namespace Targets.Components;

internal interface ITest : INukeBuild
{
    [Parameter("Run only tests whose class matches: *Restore*")]
    string? TestClass => TryGetValue(() => TestClass);

    Target Test => _ => _
        .Description("Runs the tests against real servers")
        .Produces(RootDirectory / "output" / "tests.json")
        .Executes(async () => ReportSummary(await new TestRun(RootDirectory).RunAsync(TestClass is null ? [] : ["-class", TestClass], new Dictionary<string, string>(), Interruption.Token)));
}
