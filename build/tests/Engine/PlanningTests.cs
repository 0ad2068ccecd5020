using Nuke.Common;
using static Lifecycle.Tests.Engine.Sandbox;

namespace Lifecycle.Tests.Engine;

public sealed class PlanningTests : IDisposable
{
    readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Theory]
    [InlineData("Test", "Restore Compile Test")]
    [InlineData("Compile", "Restore Compile")]
    [InlineData("Clean Compile", "Clean Restore Compile")]
    [InlineData("Compile Clean", "Clean Restore Compile")]
    [InlineData("Publish", "Restore Compile Prepare Publish Announce")]
    [InlineData("--target Clean+Test", "Clean Restore Compile Test")]
    [InlineData("Clean+Restore", "Clean Restore")]
    [InlineData("tEsT", "Restore Compile Test")]
    [InlineData("", "Restore Compile")]
    public async Task Targets_run_after_all_they_wait_for(string arguments, string expected)
    {
        var outcome = await sandbox.RunAsync<Ordered>(arguments, x => x.Compile);

        Assert.Equal((0, expected), (outcome.ExitCode, outcome.Trace));
    }

    [Fact]
    public async Task What_is_not_constrained_runs_in_the_order_it_was_asked_for()
    {
        var outcome = await sandbox.RunAsync<Ordered>("Loose Restore");

        Assert.Equal("Loose Restore", outcome.Trace);
    }

    [Fact]
    public async Task A_cycle_is_an_error_that_names_it()
    {
        var outcome = await sandbox.RunAsync<Cyclic>("Innocent");

        Assert.Equal((255, "", "Error: Targets depend on each other: A -> C -> B -> A"), (outcome.ExitCode, outcome.Trace, outcome.Error));
    }

    [Fact]
    public async Task An_unknown_target_is_an_error_that_names_the_nearest_one()
    {
        var outcome = await sandbox.RunAsync<Ordered>("Clean Compiel");

        Assert.Equal((255, "", "Error: Unknown target 'Compiel'. Did you mean 'Compile'?"), (outcome.ExitCode, outcome.Trace, outcome.Error));
    }

    [Fact]
    public async Task A_target_may_build_upon_the_one_it_overrides()
    {
        var outcome = await sandbox.RunAsync<Derived>("Pack");

        Assert.Equal("Restore base-Pack middle-Pack derived-Pack", outcome.Trace);
    }

    [Fact]
    public async Task A_target_may_inherit_that_of_a_component()
    {
        var outcome = await sandbox.RunAsync<Composed>("Lint");

        Assert.Equal("component-Lint own-Lint", outcome.Trace);
    }

    [Fact]
    public async Task Components_bring_targets_and_know_of_others_only_if_they_are_there()
    {
        var alone = await sandbox.RunAsync<Alone>("Check");
        var composed = await sandbox.RunAsync<Composed>("Check");

        Assert.Equal("Check", alone.Trace);
        Assert.Equal("component-Lint own-Lint Check", composed.Trace);
    }

    [Fact]
    public async Task A_component_that_is_missing_is_an_error_where_it_is_needed()
    {
        var outcome = await sandbox.RunAsync<Lacking>("Go");

        Assert.Equal(255, outcome.ExitCode);
        Assert.Equal("Error: Target 'Go' refers to a target of ILint, which Lacking does not implement.", outcome.Error);
    }

    [Fact]
    public async Task What_a_target_consumes_is_recorded_but_not_run()
    {
        var outcome = await sandbox.RunAsync<Artifacts>("Ship Sign");

        Assert.Equal("Ship:output/*.zip Sign:output/a.zip Sign", outcome.Trace);
    }

    sealed class Artifacts : NukeBuild
    {
        Target Pack => _ => _.Produces("output/*.zip").Executes(() => Trace("Pack"));
        Target Ship => _ => _.Consumes(Pack).Executes(() => Tell(nameof(Ship)));
        Target Sign => _ => _.Consumes(Pack, "output/a.zip").Executes(() => Tell(nameof(Sign)), () => Trace("Sign"));

        void Tell(string name)
        {
            Assert.True(ExecutionPlan.Contains(Ship) && !ExecutionPlan.Contains(Pack));
            Trace($"{name}:{ExecutionPlan.Single(x => x.Name == name).ArtifactDependencies.Single().Single()}");
        }
    }

    sealed class Ordered : NukeBuild
    {
        public Target Compile => _ => _.DependsOn(Restore).Executes(() => Trace("Compile"));
        Target Test => _ => _.DependsOn(Compile).Executes(() => Trace("Test"));
        Target Clean => _ => _.Before(Restore).Executes(() => Trace("Clean"));
        Target Restore => _ => _.Executes(() => Trace("Restore"));
        Target Publish => _ => _.After(Test).DependsOn(Compile).Triggers(Announce).Executes(() => Trace("Publish"));
        Target Announce => _ => _.Executes(() => Trace("Announce"));
        Target Prepare => _ => _.DependentFor(Publish).Executes(() => Trace("Prepare"));
        Target Loose => _ => _.Executes(() => Trace("Loose"));
    }

    sealed class Cyclic : NukeBuild
    {
        Target A => _ => _.DependsOn(C);
        Target B => _ => _.After(A);
        Target C => _ => _.TriggeredBy(B);
        Target Innocent => _ => _.Executes(() => Trace("Innocent"));
    }

    class Base : NukeBuild
    {
        protected Target Restore => _ => _.Executes(() => Trace("Restore"));
        protected virtual Target Pack => _ => _.DependsOn(Restore).Executes(() => Trace("base-Pack"));
    }

    class Middle : Base
    {
        protected override Target Pack => _ => _.Base().Executes(() => Trace("middle-Pack"));
    }

    sealed class Derived : Middle
    {
        protected override Target Pack => _ => _.Base().Executes(() => Trace("derived-Pack"));
    }

    interface ILint : INukeBuild
    {
        Target Lint => _ => _.Executes(() => Trace("component-Lint"));
    }

    interface ICheck : INukeBuild
    {
        Target Check => _ => _.TryDependsOn<ILint>(x => x.Lint).Executes(() => Trace("Check"));
    }

    sealed class Alone : NukeBuild, ICheck;

    sealed class Composed : NukeBuild, ICheck, ILint
    {
        public Target Lint => _ => _.Inherit<ILint>(x => x.Lint).Executes(() => Trace("own-Lint"));
    }

    sealed class Lacking : NukeBuild
    {
        Target Go => _ => _.DependsOn<ILint>(x => x.Lint);
    }
}
