using Nuke.Common;
using static Lifecycle.Tests.Engine.Sandbox;

namespace Lifecycle.Tests.Engine;

public sealed class RequirementTests : IDisposable
{
    readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Theory]
    [InlineData("NeedsText", "Target 'NeedsText' requires '--backup-bucket'.")]
    [InlineData("NeedsFlag", "Target 'NeedsFlag' requires '--flag'.")]
    [InlineData("NeedsNumber", "Target 'NeedsNumber' requires '--maybe-number'.")]
    [InlineData("NeedsMore --number 1", "Target 'NeedsMore' requires 'Number > 1'.")]
    [InlineData("After NeedsText", "Target 'NeedsText' requires '--backup-bucket'.")]
    public async Task An_unmet_requirement_names_the_parameter_as_it_is_typed(string arguments, string error)
    {
        var outcome = await sandbox.RunAsync<Needing>(arguments);

        Assert.Equal((255, "", $"Error: {error}"), (outcome.ExitCode, outcome.Trace, outcome.Error));
    }

    [Fact]
    public async Task A_met_requirement_lets_the_target_run()
    {
        var outcome = await sandbox.RunAsync<Needing>(
            "NeedsText NeedsFlag NeedsNumber NeedsMore --backup-bucket b --flag --maybe-number 0 --number 2");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
    }

    [Fact]
    public async Task A_required_member_is_required_by_every_target_but_not_by_help()
    {
        var run = await sandbox.RunAsync<Demanding>("Go");
        var help = await sandbox.RunAsync<Demanding>("--help");

        Assert.Equal((255, "Error: Demanding requires '--region'."), (run.ExitCode, run.Error));
        Assert.Equal(0, help.ExitCode);
    }

    sealed class Needing : NukeBuild
    {
        [Parameter] bool Flag { get; }
        [Parameter] int Number { get; }
        [Parameter] int? MaybeNumber { get; }
        [Parameter] string? BackupBucket { get; }

        Target NeedsText => _ => _.Requires(() => BackupBucket).Executes(() => { });
        Target NeedsFlag => _ => _.Requires(() => Flag).Executes(() => { });
        Target NeedsNumber => _ => _.Requires(() => MaybeNumber).Executes(() => { });
        Target NeedsMore => _ => _.Requires(() => Number > 1).Executes(() => { });
        Target After => _ => _.Executes(() => Trace("After"));
    }

    sealed class Demanding : NukeBuild
    {
        [Parameter, Required] string? Region { get; }

        Target Go => _ => _.Executes(() => Trace(Region!));
    }
}
