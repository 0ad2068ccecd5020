using Lifecycle.Reporting.GitHub;
using Targets.CommandLine;
using Targets.Components;
using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>
/// Has GitHub sign which run has made an archive, and the program that made it. It knows both by their digests alone: beside
/// the right to sign nothing is checked out and no script runs.
/// </summary>
internal static class AttestJob
{
    private const string Id = "attest";

    /// <summary>The input that asks for it.</summary>
    public const string Asked = "attest";

    private static readonly string Maker = $"needs.{Vocabulary.Typed(nameof(IBackup.Backup))}.outputs";

    public static Input Input { get; } = Input.Switch("Have GitHub sign where the archive comes from (public repositories, or Enterprise Cloud)", on: false);

    /// <summary>The jobs of a workflow that backs up, and this one.</summary>
    /// <param name="jobs">The others.</param>
    /// <param name="runner">Where it runs.</param>
    public static IReadOnlyDictionary<string, Job> After(IReadOnlyDictionary<string, Job> jobs, Runner runner) => new Dictionary<string, Job>(jobs) { [Id] = Create(runner) };

    private static Job Create(Runner runner) => new()
    {
        Name = "Attest",
        Needs = [BuildProgram.Id, Vocabulary.Typed(nameof(IBackup.Backup))],
        If = $"inputs.{Asked} && {Maker}.{StepOutput.Verdict} == 'RUN'",
        RunsOn = runner.Labels(),
        TimeoutMinutes = 5,
        Permissions = Permissions.Attest(),
        // GitHub drops an output that holds a secret, such as a bucket's name: the digest is what counts.
        Steps =
        [
            Sign("the archive", $"${{{{ {Maker}.{StepOutput.Archive} || 'archive' }}}}", $"{Maker}.{StepOutput.Sha256}"),
            Sign("the program", BuildProgram.FileName, $"needs.{BuildProgram.Id}.outputs.{BuildProgram.Digest}"),
        ],
    };

    private static Step Sign(string what, string name, string digest) =>
        new Attest { SubjectName = name, SubjectDigest = $"sha256:${{{{ {digest} }}}}" }.As($"Attest {what}");
}
