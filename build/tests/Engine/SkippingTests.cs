using Nuke.Common;
using Nuke.Common.Parameters;
using static Lifecycle.Tests.Engine.Sandbox;

namespace Lifecycle.Tests.Engine;

public sealed class SkippingTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    [Theory]
    [InlineData("Destroy --skip", "Destroy")]
    [InlineData("Destroy --skip Backup", "Rotate Destroy")]
    [InlineData("Destroy Snapshot --skip Backup", "Snapshot Rotate Destroy")]
    [InlineData("Destroy --skip Backup+Rotate", "Destroy")]
    [InlineData("Destroy --skip Backup Rotate", "Destroy")]
    public void Skipping_leaves_out_what_is_named_and_what_only_that_needs(string arguments, string expected)
    {
        var run = _sandbox.Run<Conditional>(arguments);

        Assert.Equal((0, expected), (run.ExitCode, run.Trace));
    }

    [Fact]
    public void Skipping_an_unknown_target_is_an_error()
    {
        var run = _sandbox.Run<Conditional>("Destroy --skip Backpu");

        Assert.Equal((255, "", "Error: There is no target 'Backpu'."), (run.ExitCode, run.Trace, run.Error));
    }

    [Theory]
    [InlineData("Snapshot Demanding", 255, "")]
    [InlineData("Snapshot Demanding --demand false", 255, "")]
    [InlineData("Snapshot Demanding --demand", 0, "Snapshot Demanding")]
    [InlineData("Needy --skip Demanding", 0, "Needy")]
    public void Nothing_runs_where_something_is_required_and_a_skipped_target_requires_nothing(string arguments, int exitCode, string trace)
    {
        var run = _sandbox.Run<Conditional>(arguments);

        Assert.Equal((exitCode, trace), (run.ExitCode, run.Trace));
        Assert.Equal(exitCode == 0 ? "" : "Error: Target 'Demanding' requires 'Demand'.", run.Error);
    }

    public void Dispose() => _sandbox.Dispose();

    private interface IDemand : INukeBuild
    {
        [Parameter]
        bool Demand => TryGetValue<bool?>(() => Demand) ?? false;

        Target Demanding => _ => _.Requires(() => Demand).Executes(() => Trace("Demanding"));
    }

    private sealed class Conditional : NukeBuild, IDemand
    {
        private Target Snapshot => _ => _.TryBefore<IDemand>(x => x.Demanding).Executes(() => Trace("Snapshot"));

        private Target Backup => _ => _.DependsOn<Conditional>(x => x.Snapshot).Executes(() => Trace("Backup"));

        private Target Rotate => _ => _.TryAfter<Conditional>(x => x.Backup).Executes(() => Trace("Rotate"));

        private Target Destroy => _ => _.DependsOn<Conditional>(x => x.Backup, x => x.Rotate).Executes(() => Trace("Destroy"));

        private Target Needy => _ => _.DependsOn<IDemand>(x => x.Demanding).Executes(() => Trace("Needy"));
    }
}
