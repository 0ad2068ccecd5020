using Nuke.Common;
using static Lifecycle.Tests.Engine.Sandbox;

namespace Lifecycle.Tests.Engine;

public sealed class PlanningTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    [Theory]
    [InlineData("Test", "Restore Compile Test")]
    [InlineData("Compile", "Restore Compile")]
    [InlineData("Clean Compile", "Clean Restore Compile")]
    [InlineData("Compile Clean", "Clean Restore Compile")]
    [InlineData("--target Clean+Test", "Clean Restore Compile Test")]
    [InlineData("--target Clean Restore", "Clean Restore")]
    [InlineData("Pack Test", "Restore Compile Test Pack")]
    [InlineData("Pack", "Pack")]
    [InlineData("tEsT", "Restore Compile Test")]
    [InlineData("", "Restore Compile")]
    public void Targets_run_after_all_they_wait_for(string arguments, string expected)
    {
        var run = _sandbox.Run<Ordered>(arguments, x => x.Compile);

        Assert.Equal((0, expected), (run.ExitCode, run.Trace));
    }

    [Theory]
    [InlineData("Loose Restore")]
    [InlineData("Restore Loose")]
    public void The_order_in_which_targets_are_typed_does_not_matter(string arguments) =>
        Assert.Equal("Loose Restore", _sandbox.Run<Ordered>(arguments).Trace);

    [Fact]
    public void What_a_target_consumes_is_neither_run_nor_ordered() =>
        Assert.Equal("Sign Restore", _sandbox.Run<Ordered>("Restore Sign").Trace);

    [Fact]
    public void A_cycle_is_an_error_that_names_it()
    {
        var run = _sandbox.Run<Cyclic>("Innocent");

        Assert.Equal((255, "", "Error: Targets wait for each other: First, Second."), (run.ExitCode, run.Trace, run.Error));
    }

    [Fact]
    public void An_unknown_target_is_an_error()
    {
        var run = _sandbox.Run<Ordered>("Clean Compiel");

        Assert.Equal((255, "", "Error: There is no target 'Compiel'."), (run.ExitCode, run.Trace, run.Error));
    }

    [Fact]
    public void Components_bring_targets_and_know_of_others_only_if_they_are_there()
    {
        Assert.Equal("Check", _sandbox.Run<Alone>("Check").Trace);
        Assert.Equal("Check", _sandbox.Run<Composed>("Check").Trace);
        Assert.Equal("Lint Check", _sandbox.Run<Composed>("Check Lint").Trace);
    }

    [Fact]
    public void A_component_that_is_missing_is_an_error_where_it_is_needed()
    {
        var run = _sandbox.Run<Lacking>("Go");

        Assert.Equal((255, "Error: Target 'Go' refers to a target of ILint, which Lacking does not implement."), (run.ExitCode, run.Error));
    }

    public void Dispose() => _sandbox.Dispose();

    private sealed class Ordered : NukeBuild
    {
        public Target Compile => _ => _.DependsOn<Ordered>(x => x.Restore).Executes(() => Trace("Compile"));

        private Target Test => _ => _.DependsOn<Ordered>(x => x.Compile).Executes(() => Trace("Test"));

        private Target Clean => _ => _.TryBefore<Ordered>(x => x.Restore).Executes(() => Trace("Clean"));

        private Target Pack => _ => _.TryAfter<Ordered>(x => x.Test).Executes(() => Trace("Pack"));

        private Target Restore => _ => _.Executes(() => Trace("Restore"));

        private Target Loose => _ => _.Executes(() => Trace("Loose"));

        private Target Sign => _ => _.Consumes<Ordered>(x => x.Restore).Produces("*.sig").Executes(() => Trace("Sign"));
    }

    private sealed class Cyclic : NukeBuild
    {
        private Target First => _ => _.DependsOn<Cyclic>(x => x.Second);

        private Target Second => _ => _.TryAfter<Cyclic>(x => x.First);

        private Target Innocent => _ => _.Executes(() => Trace("Innocent"));
    }

    private interface ILint : INukeBuild
    {
        Target Lint => _ => _.Executes(() => Trace("Lint"));
    }

    private interface ICheck : INukeBuild
    {
        Target Check => _ => _.TryAfter<ILint>(x => x.Lint).Executes(() => Trace("Check"));
    }

    private sealed class Alone : NukeBuild, ICheck;

    private sealed class Composed : NukeBuild, ICheck, ILint;

    private sealed class Lacking : NukeBuild
    {
        private Target Go => _ => _.DependsOn<ILint>(x => x.Lint);
    }
}
