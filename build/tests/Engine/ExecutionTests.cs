using Nuke.Common;
using Nuke.Common.Execution;
using static Lifecycle.Tests.Engine.Sandbox;

namespace Lifecycle.Tests.Engine;

public sealed class ExecutionTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    [Fact]
    public void After_a_failure_nothing_more_runs()
    {
        var run = _sandbox.Run<Failing>("Fail Next");

        Assert.Equal((255, ""), (run.ExitCode, run.Trace));
        Assert.Contains("Next               NotRun\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Special", 7)]
    [InlineData("Refused", 2)]
    public void A_build_may_set_its_own_exit_status(string target, int exitCode) => Assert.Equal(exitCode, _sandbox.Run<Failing>(target).ExitCode);

    [Fact]
    public void Targets_that_wait_are_waited_for() => Assert.Equal("slow Last", _sandbox.Run<Failing>("Slow Last").Trace);

    [Fact]
    public void A_cancelled_target_has_failed() => Assert.Equal(255, _sandbox.Run<Failing>("Waiting").ExitCode);

    [Fact]
    public void Extensions_hear_of_every_step_those_of_the_highest_priority_first()
    {
        var run = _sandbox.Run<Watched>("Run Fail");

        Assert.Equal("created first:2 second:2 ran finished:Succeeded+Failed", run.Trace);
    }

    [Fact]
    public void A_plan_that_is_asked_for_is_not_run() => Assert.Equal("created first:1 second:1", _sandbox.Run<Watched>("Run --plan").Trace);

    public void Dispose() => _sandbox.Dispose();

    private sealed class Failing : NukeBuild
    {
        private Target Fail => _ => _.Executes(() => throw new InvalidOperationException("deliberate"));

        private Target Next => _ => _.TryAfter<Failing>(x => x.Fail).Executes(() => Trace("Next"));

        private Target Last => _ => _.TryAfter<Failing>(x => x.Slow).Executes(() => Trace("Last"));

        private Target Waiting => _ => _.Executes(() => Task.FromCanceled(new CancellationToken(canceled: true)));

        private Target Special => _ => _.Executes(() =>
        {
            ExitCode = 7;
        });

        private Target Refused => _ => _.Executes(() =>
        {
            ExitCode = 2;
            throw new InvalidOperationException("deliberate");
        });

        private Target Slow => _ => _.Executes(async () =>
        {
            await Task.Delay(50);
            Trace("slow");
        });
    }

    private sealed class FirstAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
    {
        public override float Priority => 1;

        public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan) => Trace($"first:{executionPlan.Count}");
    }

    private sealed class SecondAttribute : BuildExtensionAttributeBase, IOnBuildCreated, IOnBuildInitialized, IOnBuildFinished
    {
        public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) => Trace("created");

        public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan) => Trace($"second:{executionPlan.Count}");

        public void OnBuildFinished() => Trace($"finished:{string.Join('+', Build.ExecutionPlan.Select(target => target.Status))}");
    }

    [Second]
    [First]
    private sealed class Watched : NukeBuild
    {
        private Target Run => _ => _.Executes(() => Trace("ran"));

        private Target Fail => _ => _.TryAfter<Watched>(x => x.Run).Executes(() => throw new InvalidOperationException("deliberate"));
    }
}
