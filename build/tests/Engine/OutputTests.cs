using Nuke.Common;
using Nuke.Common.CI.GitHubActions;

namespace Lifecycle.Tests.Engine;

public sealed class OutputTests : IDisposable
{
    readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public async Task The_summary_says_what_became_of_every_target()
    {
        var outcome = await sandbox.RunAsync<Talking>("All Fail AfterFail Always --skip Silent");

        var summary = outcome.Output[outcome.Output.IndexOf('═', StringComparison.Ordinal)..outcome.Output.LastIndexOf('═')] + '═';
        Assert.Equal(
            """
            ═══════════════════════════════════════════
            Target                 Status      Duration
            ───────────────────────────────────────────
            Silent                 Skipped                // Skipped: via parameter
            AVeryLongTargetName    Succeeded     < 1sec   // Files: 3, Size: 1 MiB
            Never                  Skipped                // OnlyWhen: Host is GitHubActions
            Fail                   Failed        < 1sec   // InvalidOperationException: deliberate
            Always                 Succeeded     < 1sec
            AfterFail              NotRun
            ───────────────────────────────────────────
            Total                                < 1sec
            ═══════════════════════════════════════════
            """,
            summary);
        Assert.Contains("\nBuild failed on ", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_target_has_a_heading_and_no_colour_where_no_one_watches()
    {
        var outcome = await sandbox.RunAsync<Talking>("Silent");

        Assert.Contains("\n── Silent ─────────────────────────────\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\nBuild succeeded on ", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_GitHub_output_is_grouped_and_errors_are_annotations()
    {
        sandbox.Variables["GITHUB_ACTIONS"] = "true";
        sandbox.Variables["GITHUB_STEP_SUMMARY"] = sandbox.Root / "summary.md";

        var outcome = await sandbox.RunAsync<Talking>("Never Fail");

        Assert.Contains("::group::Never\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"::notice title=50%25%2C a%3Ab::{sandbox.Root / "summary.md"}\n::endgroup::\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("::endgroup::\n::error::deliberate\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_targets_and_parameters_as_they_are_typed()
    {
        var outcome = await sandbox.RunAsync<Talking>("--help", x => x.All);

        Assert.Equal(
            """
            Targets (with their direct dependencies):

              All (default)        Does everything that there is to do here, and then some more, for as long as
                                   nobody stops it.
                                   -> AVeryLongTargetName, Never
              AVeryLongTargetName
              Never
              Silent
              Fail                 -> Silent
              AfterFail
              Always

            Parameters:

              --kind           Which clock (Unspecified, Utc, Local)
              --s3-secret-key  What opens the store

            Parameters of every build:
            """,
            outcome.Output[..outcome.Output.IndexOf("  --continue", StringComparison.Ordinal)].TrimEnd());
        Assert.Contains("List of targets to be invoked. Default is 'All'\n", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Hidden", outcome.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("--s3-secret-key tops3cret")]
    [InlineData("")]
    public async Task A_secret_is_never_printed_wherever_it_comes_from(string arguments)
    {
        sandbox.Variables["S3_SECRET_KEY"] = "tops3cret";

        var outcome = await sandbox.RunAsync<Talking>($"Tell {arguments}");

        Assert.DoesNotContain("tops3cret", outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.Contains("the key is ***, really\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("// Key: ***", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("Error: *** is wrong", outcome.Error);
    }

    [Fact]
    public async Task A_secret_in_a_parameter_file_is_refused()
    {
        sandbox.With(".nuke/parameters.json", """{ "S3SecretKey": "tops3cret" }""");

        var outcome = await sandbox.RunAsync<Talking>("Silent");

        Assert.Equal(
            (255, "Error: .nuke/parameters.json, S3SecretKey: a secret is not read from a file. Set NUKE_S3SecretKey instead."),
            (outcome.ExitCode, outcome.Error));
    }

    sealed class Talking : NukeBuild
    {
        [Parameter("Which clock.")] DateTimeKind Kind { get; }
        [Parameter("What opens the store."), Secret] string? S3SecretKey { get; }
        [Parameter(List = false)] string? Hidden { get; }

        public Target All => _ => _
            .Description("Does everything that there is to do here, and then some more, for as long as nobody stops it.")
            .DependsOn(AVeryLongTargetName, Never);

        Target AVeryLongTargetName => _ => _.After(Silent).Executes(() => ReportSummary(x => new(x) { ["Files"] = "3", ["Size"] = "1 MiB" }));

        Target Never => _ => _.OnlyWhenDynamic(() => Host is GitHubActions).Executes(() =>
            GitHubActions.Instance!.WriteCommand("notice", GitHubActions.Instance.StepSummaryFile, x => new(x) { ["title"] = "50%, a:b" }));

        Target Silent => _ => _.Before(Never, Fail).DependentFor(Fail).Executes(() => { });
        Target Fail => _ => _.After(All).Executes(() => throw new InvalidOperationException("deliberate"));
        Target AfterFail => _ => _.After(Fail, Always).Executes(() => { });
        Target Always => _ => _.After(Fail).AssuredAfterFailure().Executes(() => { });

        Target Tell => _ => _.Unlisted().Executes(() =>
        {
            var output = Nuke.Common.Execution.BuildSession.Current.Out;
            output.Write($"the key is {S3SecretKey![..4]}");
            output.Write(S3SecretKey[4..]);
            output.WriteLine(", really");
            ReportSummary(x => new(x) { ["Key"] = S3SecretKey });
            Nuke.Common.Assert.Fail($"{S3SecretKey} is wrong");
        });
    }
}
