using Nuke.Common;
using Nuke.Common.Parameters;
using static Lifecycle.Tests.Engine.Sandbox;

namespace Lifecycle.Tests.Engine;

public sealed class OutputTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    [Fact]
    public void The_summary_says_what_became_of_every_target()
    {
        var run = _sandbox.Run<Talking>("All Fail AfterFail --skip Silent");

        var summary = run.Output[run.Output.IndexOf('═', StringComparison.Ordinal)..run.Output.LastIndexOf('═')] + '═';
        Assert.Equal(
            """
            ═══════════════════════════════════════════
            Target                 Status      Duration
            ───────────────────────────────────────────
            Silent                 Skipped                // Skipped: via parameter
            AVeryLongTargetName    Succeeded     < 1sec   // Files: 3, Size: 1 MiB
            All                    Succeeded     < 1sec
            Fail                   Failed        < 1sec   // InvalidOperationException: deliberate
            AfterFail              NotRun
            ───────────────────────────────────────────
            Total                                < 1sec
            ═══════════════════════════════════════════
            """,
            summary);
        Assert.Contains("\nBuild failed on ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_target_has_a_heading_and_no_colour_where_no_one_watches()
    {
        var run = _sandbox.Run<Talking>("Silent");

        Assert.StartsWith("\n── Silent ─────────────────────────────\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nBuild succeeded on ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void On_GitHub_the_lines_of_a_target_fold()
    {
        _sandbox.Variables["GITHUB_ACTIONS"] = "true";

        Assert.StartsWith("::group::Silent\n::endgroup::Silent\n", _sandbox.Run<Talking>("Silent").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quiet_run_says_nothing_unless_it_fails()
    {
        Assert.Equal("", _sandbox.Run<Talking>("Silent --verbosity quiet").Output);
        Assert.Contains("Failed", _sandbox.Run<Talking>("Fail --verbosity quiet").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_lists_targets_and_parameters_as_they_are_typed()
    {
        var run = _sandbox.Run<Talking>("--help", x => x.All);

        Assert.Equal(
            """
            Targets (with their direct dependencies):

              All (default)        Does everything that there is to do here, and then some more, for as long as
                                   nobody stops it.
                                   -> AVeryLongTargetName
              AVeryLongTargetName
              Silent
              Fail                 -> Silent
              AfterFail

            Parameters:

              --backup-kind  Which clock (Unspecified, Utc, Local)
              --s3-uri       Where from

            Parameters of every build:
            """,
            run.Output[..run.Output.IndexOf("  --help", StringComparison.Ordinal)].TrimEnd());
        Assert.Contains("List of targets to be invoked. Default is 'All'\n", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _sandbox.Dispose();

    private sealed class Talking : NukeBuild
    {
        [Parameter("Where from.")]
        private string? S3Uri { get; }

        [Parameter("Which clock.")]
        private DateTimeKind? BackupKind { get; }

        public Target All => _ => _
            .Description("Does everything that there is to do here, and then some more, for as long as nobody stops it.")
            .DependsOn<Talking>(x => x.AVeryLongTargetName)
            .Executes(() => Trace("All"));

        private Target AVeryLongTargetName => _ => _.TryAfter<Talking>(x => x.Silent).Executes(() => ReportSummary(notes => new(notes) { ["Files"] = "3", ["Size"] = "1 MiB" }));

        private Target Silent => _ => _.Executes(() => { });

        private Target Fail => _ => _.TryAfter<Talking>(x => x.All).DependsOn<Talking>(x => x.Silent).Executes(() => throw new InvalidOperationException("deliberate\nin two lines"));

        private Target AfterFail => _ => _.TryAfter<Talking>(x => x.Fail).Executes(() => { });
    }
}
