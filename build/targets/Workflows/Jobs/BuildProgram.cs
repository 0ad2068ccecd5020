using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>
/// The job that compiles for all others of a run, without a secret at hand, after it has held the workflows against the
/// targets. What it has built is known by its digest, which goes from job to job by way of GitHub and not with the files.
/// </summary>
internal static class BuildProgram
{
    public const string Id = "program";
    public const string Path = $"{Folder}/action.yml";

    private const string Folder = ".github/actions/build-program";
    private const string Digest = "digest";
    private const string PackId = "pack";

    /// <summary>What the jobs after it are told.</summary>
    public static string DigestForJobs => $"${{{{ needs.{Id}.outputs.{Digest} }}}}";

    private static string Archive => "${{ runner.temp }}/program.tgz";

    public static Job Job(Step checkout) => new()
    {
        Name = "Build",
        RunsOn = Runner.Ubuntu2404.Labels(),
        TimeoutMinutes = 15,
        Permissions = Permissions.ReadContents(),
        Outputs = new Dictionary<string, string> { [Digest] = $"${{{{ steps.{Id}.outputs.{Digest} }}}}" },
        Steps = [checkout, new Step { Name = "Build the program", Id = Id, Uses = $"./{Folder}" }],
    };

    public static CompositeAction Action => new()
    {
        Name = "Build the program",
        Description = "Holds the workflows against the targets, and keeps the compiled program for the other jobs of the run",
        Inputs = new Dictionary<string, ActionInput>(),
        Outputs = new Dictionary<string, Output> { [Digest] = new("SHA-256 of the program", $"${{{{ steps.{PackId}.outputs.{Digest} }}}}") },
        Runs = new CompositeRuns(
        [
            .. Toolchain.Steps(),
            new()
            {
                Name = "Build, and check what is generated",
                Env = new Dictionary<string, string> { ["BUILD_STANDALONE"] = "true" },
                Shell = "bash",
                Run = "./build.sh Workflows --check",
            },
            new()
            {
                Name = "Pack",
                Id = PackId,
                Shell = "bash",
                Run =
                    """
                    digest=$(scripts/program.sh pack "$RUNNER_TEMP/program.tgz")
                    echo "digest=$digest" >> "$GITHUB_OUTPUT"

                    """.ReplaceLineEndings("\n"),
            },
            // By its digest: a workflow may be called several times in one run.
            new UploadArtifact
            {
                Name = $"program-${{{{ steps.{PackId}.outputs.{Digest} }}}}",
                Path = Archive,
                IfNoFilesFound = "error",
                RetentionDays = 1,
                CompressionLevel = 0,
                Overwrite = true,
            }.As("Keep it"),
        ]),
    };

    /// <summary>The steps of a job that runs it.</summary>
    public static IReadOnlyList<Step> Fetch(string input) =>
    [
        new DownloadArtifact { Name = $"program-${{{{ inputs.{input} }}}}", Path = "${{ runner.temp }}" }.As("Fetch the program", condition: $"inputs.{input} != ''"),
        new()
        {
            Name = "Unpack it",
            If = $"inputs.{input} != ''",
            Env = new Dictionary<string, string> { ["DIGEST"] = $"${{{{ inputs.{input} }}}}" },
            Run = "scripts/program.sh unpack \"$RUNNER_TEMP/program.tgz\" \"$DIGEST\"",
        },
    ];
}
