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
    private const string Told = "name";

    /// <summary>What its SHA-256 is called among what it tells.</summary>
    public const string Digest = "sha256";

    public const string FileName = "program.tgz";

    private const string CacheInput = "cache";
    private const string PackId = "pack";
    private const string FetchId = "fetch";

    /// <summary>What the jobs after it are told. GitHub drops an output that holds a secret: one that was not told must not look like none.</summary>
    public static string NameForJobs => $"${{{{ needs.{Id}.outputs.{Told} || 'a-program-that-was-not-told' }}}}";

    private static string Archive => $"${{{{ runner.temp }}}}/{FileName}";

    /// <param name="checkout">Gets the sources.</param>
    /// <param name="mayCache">Packages may come from an earlier run: nothing that is built here runs beside a secret.</param>
    public static Job Job(Step checkout, bool mayCache) => new()
    {
        Name = "Build",
        RunsOn = Runner.Ubuntu2404.Labels(),
        TimeoutMinutes = 15,
        Permissions = Permissions.ReadContents(),
        Outputs = new[] { Told, Digest }.ToDictionary(name => name, name => $"${{{{ steps.{Id}.outputs.{name} }}}}"),
        Steps = [checkout, new Step { Name = "Build the program", Id = Id, Uses = $"./{Folder}", With = mayCache ? new Dictionary<string, object> { [CacheInput] = true } : null }],
    };

    public static CompositeAction Action => new()
    {
        Name = "Build the program",
        Description = "Holds the workflows against the targets, and keeps the compiled program for the other jobs of the run",
        Inputs = new Dictionary<string, ActionInput> { [CacheInput] = new("true: packages may come from an earlier run. Not where the program is for jobs with secrets") },
        Outputs = new Dictionary<string, Output>
        {
            [Told] = new("Its SHA-256, and what tells it from that of another call in the same run", $"${{{{ steps.{PackId}.outputs.{Told} }}}}"),
            [Digest] = new("Its SHA-256", $"${{{{ steps.{PackId}.outputs.{Digest} }}}}"),
        },
        Runs = new CompositeRuns(
        [
            .. Toolchain.Steps(cacheCondition: $"inputs.{CacheInput} == 'true'"),
            new()
            {
                Name = "Build, and check what is generated",
                Env = new Dictionary<string, string> { ["BUILD_STANDALONE"] = "true" },
                Shell = "bash",
                Run = "./build.sh Workflows --check --only .github",
            },
            new()
            {
                Name = "Pack",
                Id = PackId,
                Shell = "bash",
                Run =
                    """
                    digest=$(scripts/program.sh pack "$RUNNER_TEMP/program.tgz")
                    echo "name=$digest-$(cat /proc/sys/kernel/random/uuid)" >> "$GITHUB_OUTPUT"
                    echo "sha256=$digest" >> "$GITHUB_OUTPUT"

                    """.ReplaceLineEndings("\n"),
            },
            // For as long as an approval may be waited for. A workflow may be called several times in one run, at the same time.
            new UploadArtifact
            {
                Name = $"program-${{{{ steps.{PackId}.outputs.{Told} }}}}",
                Path = Archive,
                IfNoFilesFound = "error",
                RetentionDays = 30,
                CompressionLevel = 0,
            }.As("Keep it"),
        ]),
    };

    /// <summary>The steps of a job that runs it.</summary>
    public static IReadOnlyList<Step> Fetch(string input) =>
    [
        new DownloadArtifact { Name = $"program-${{{{ inputs.{input} }}}}", Path = "${{ runner.temp }}" }.As("Fetch the program", FetchId, condition: $"inputs.{input} != ''"),
        new()
        {
            Name = "Say what to do where it is gone",
            If = $"failure() && steps.{FetchId}.outcome == 'failure'",
            Run = "echo '::error title=Build::the program that this run has built cannot be fetched, or is gone: run all jobs again'",
        },
        new()
        {
            Name = "Unpack it",
            If = $"inputs.{input} != ''",
            Env = new Dictionary<string, string> { ["NAME"] = $"${{{{ inputs.{input} }}}}" },
            Run = "scripts/program.sh unpack \"$RUNNER_TEMP/program.tgz\" \"${NAME%%-*}\"",
        },
    ];
}
