using Nuke.Common;
using Nuke.Common.Execution;
using static Lifecycle.Tests.Engine.Sandbox;

namespace Lifecycle.Tests.Engine;

public sealed class ExecutionTests : IDisposable
{
    readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public async Task After_a_failure_only_what_is_assured_runs()
    {
        var outcome = await sandbox.RunAsync<Failing>("Fail Next Always");

        Assert.Equal((255, "Always", "Error: deliberate"), (outcome.ExitCode, outcome.Trace, outcome.Error));
        Assert.Contains("Next               NotRun\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_may_be_proceeded_from_yet_the_build_has_failed()
    {
        var outcome = await sandbox.RunAsync<Failing>("Shrug Last");

        Assert.Equal((255, "Last"), (outcome.ExitCode, outcome.Trace));
    }

    [Fact]
    public async Task A_build_may_set_its_own_exit_code()
    {
        var outcome = await sandbox.RunAsync<Failing>("Special");

        Assert.Equal(7, outcome.ExitCode);
    }

    [Fact]
    public async Task Async_targets_are_awaited_one_after_the_other()
    {
        var outcome = await sandbox.RunAsync<Failing>("Slow Last");

        Assert.Equal((0, "slow Last"), (outcome.ExitCode, outcome.Trace));
    }

    [Fact]
    public async Task A_cancelled_target_is_aborted_and_the_exit_code_is_130()
    {
        var outcome = await sandbox.RunAsync<Failing>("Waiting Last Always");

        Assert.Equal((130, "Always", "Warning: Waiting was cancelled."), (outcome.ExitCode, outcome.Trace, outcome.Error));
        Assert.Contains("Waiting            Aborted", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Last               NotRun", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_timed_out_is_a_failure_and_no_interruption()
    {
        var outcome = await sandbox.RunAsync<Failing>("TimedOut");

        Assert.Equal(255, outcome.ExitCode);
    }

    [Fact]
    public async Task A_stack_trace_is_for_those_who_ask_for_it()
    {
        var plain = await sandbox.RunAsync<Failing>("Fail");
        var verbose = await sandbox.RunAsync<Failing>("Fail --verbosity verbose");

        Assert.DoesNotContain("at Lifecycle", plain.Error, StringComparison.Ordinal);
        Assert.Contains("at Lifecycle", verbose.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_attempt_continues_where_it_failed_if_it_is_the_same_invocation()
    {
        await sandbox.RunAsync<Failing>("Last Fail");
        var other = await sandbox.RunAsync<Failing>("Last Fail --no-logo --continue");
        await sandbox.RunAsync<Failing>("Last Fail");
        var same = await sandbox.RunAsync<Failing>("Last Fail --continue");

        Assert.Equal("Last", other.Trace);
        Assert.Equal("", same.Trace);
        Assert.Contains("Skipped: succeeded in the previous attempt", same.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extensions_and_hooks_hear_of_every_step()
    {
        var outcome = await sandbox.RunAsync<Hooked>("Run Skip Fail");

        Assert.Equal(
            "created created! initialized:3 initialized! running:Run running! summary:1 succeeded:Run succeeded! "
            + "skipped:Skip skipped! running:Fail running! failed! finished finished!",
            outcome.Trace);
    }

    sealed class Failing : NukeBuild
    {
        Target Fail => _ => _.Executes(() => throw new InvalidOperationException("deliberate"));
        Target Shrug => _ => _.ProceedAfterFailure().Executes(() => throw new InvalidOperationException("so what"));
        Target Next => _ => _.After(Fail).Executes(() => Trace("Next"));
        Target Last => _ => _.After(Shrug, Slow, Waiting).Before(Fail).Executes(() => Trace("Last"));
        Target Always => _ => _.After(Fail, Waiting).AssuredAfterFailure().Executes(() => Trace("Always"));
        Target Waiting => _ => _.Executes(() => Task.FromCanceled(new CancellationToken(canceled: true)));
        Target TimedOut => _ => _.Executes(() => throw new TaskCanceledException("slow", new TimeoutException()));

        Target Special => _ => _.Executes(() =>
        {
            ExitCode = 7;
        });

        Target Slow => _ => _.Executes(async () =>
        {
            await Task.Delay(50);
            Trace("slow");
        });
    }

    sealed class ListenAttribute : BuildExtensionAttributeBase, IOnBuildCreated, IOnBuildInitialized, IOnTargetRunning,
        IOnTargetSucceeded, IOnTargetSkipped, IOnTargetSummaryUpdated, IOnBuildFinished
    {
        public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) => Trace("created");

        public void OnBuildInitialized(
            IReadOnlyCollection<ExecutableTarget> executableTargets,
            IReadOnlyCollection<ExecutableTarget> executionPlan) => Trace($"initialized:{executionPlan.Count}");

        public void OnTargetRunning(ExecutableTarget target) => Trace($"running:{target.Name}");

        public void OnTargetSucceeded(ExecutableTarget target) => Trace($"succeeded:{target.Name}");

        public void OnTargetSkipped(ExecutableTarget target) => Trace($"skipped:{target.Name}");

        public void OnTargetSummaryUpdated(INukeBuild build, ExecutableTarget target) => Trace($"summary:{target.SummaryInformation.Count}");

        public void OnBuildFinished() => Trace("finished");
    }

    [Listen]
    sealed class Hooked : NukeBuild
    {
        Target Run => _ => _.Executes(() => ReportSummary(x => new(x) { ["Files"] = "1" }));
        Target Skip => _ => _.After(Run).OnlyWhenStatic(() => IsServerBuild).Executes(() => Trace("never"));
        Target Fail => _ => _.After(Skip).Executes(() => throw new InvalidOperationException("deliberate"));

        protected internal override void OnBuildCreated() => Trace("created!");
        protected internal override void OnBuildInitialized() => Trace("initialized!");
        protected internal override void OnTargetRunning(string target) => Trace("running!");
        protected internal override void OnTargetSucceeded(string target) => Trace("succeeded!");
        protected internal override void OnTargetSkipped(string target) => Trace("skipped!");
        protected internal override void OnTargetFailed(string target) => Trace("failed!");
        protected internal override void OnBuildFinished() => Trace("finished!");
    }
}
