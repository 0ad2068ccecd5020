using Nuke.Common;
using static Lifecycle.Tests.Engine.Sandbox;

namespace Lifecycle.Tests.Engine;

public sealed class SkippingTests : IDisposable
{
    readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Theory]
    [InlineData("Destroy --skip", "Destroy")]
    [InlineData("Destroy --skip Backup", "Rotate Destroy")]
    [InlineData("Destroy Snapshot --skip Backup", "Snapshot Rotate Destroy")]
    [InlineData("Destroy --skip Destroy", "Snapshot Backup Rotate Destroy")]
    [InlineData("Destroy --skip Backup+Rotate", "Destroy")]
    [InlineData("Destroy --skip Backup Rotate", "Destroy")]
    public async Task Skipping_leaves_out_what_is_named_and_what_only_that_needs(string arguments, string expected)
    {
        var outcome = await sandbox.RunAsync<Conditional>(arguments);

        Assert.Equal((0, expected), (outcome.ExitCode, outcome.Trace));
    }

    [Fact]
    public async Task Skipping_an_unknown_target_is_an_error()
    {
        var outcome = await sandbox.RunAsync<Conditional>("Destroy --skip Backpu");

        Assert.Equal((255, "", "Error: Unknown target 'Backpu'. Did you mean 'Backup'?"), (outcome.ExitCode, outcome.Trace, outcome.Error));
    }

    [Theory]
    [InlineData("Static", "Snapshot", "OnlyWhen: Never()")]
    [InlineData("StaticAlone", "", "OnlyWhen: Never()")]
    [InlineData("Dynamic", "Snapshot", "OnlyWhen: 1 > 2")]
    public async Task A_condition_that_does_not_hold_skips_and_says_so(string target, string trace, string note)
    {
        var outcome = await sandbox.RunAsync<Conditional>(target);

        Assert.Equal((0, trace), (outcome.ExitCode, outcome.Trace));
        Assert.Contains($"// {note}\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_skipped_target_requires_nothing()
    {
        var outcome = await sandbox.RunAsync<Conditional>("Snapshot Demanding --demand 1");
        var demanded = await sandbox.RunAsync<Conditional>("Snapshot Demanding --demand 2");

        Assert.Equal((0, "Snapshot"), (outcome.ExitCode, outcome.Trace));
        Assert.Equal((255, ""), (demanded.ExitCode, demanded.Trace));
    }

    sealed class Conditional : NukeBuild
    {
        [Parameter] int Demand { get; }
        [Parameter] string? Bucket { get; }

        static bool Never() => false;

        Target Snapshot => _ => _.Executes(() => Trace("Snapshot"));
        Target Backup => _ => _.DependsOn(Snapshot).Executes(() => Trace("Backup"));
        Target Rotate => _ => _.After(Backup).Executes(() => Trace("Rotate"));
        Target Destroy => _ => _.DependsOn(Backup, Rotate).Executes(() => Trace("Destroy"));
        Target Static => _ => _.DependsOn(Snapshot).OnlyWhenStatic(() => Never()).Executes(() => Trace("Static"));
        Target StaticAlone => _ => _.Inherit(Static).WhenSkipped(DependencyBehavior.Skip);
        Target Dynamic => _ => _.DependsOn(Snapshot).OnlyWhenDynamic(() => 1 > 2).Executes(() => Trace("Dynamic"));
        Target Demanding => _ => _.OnlyWhenStatic(() => Demand > 1).Requires(() => Bucket).Executes(() => Trace("Demanding"));
    }
}
