using Lifecycle.Reporting.GitHub;
using Targets.CommandLine;
using Targets.Components;
using Targets.Workflows.Jobs;

namespace Targets.Workflows;

/// <summary>The archive that the job of Backup has made: what Drill takes, Rotate keeps and Destroy demands.</summary>
internal static class MadeArchive
{
    // GitHub drops an output that holds a secret: an archive that was made and is not told must not look like none.
    public static Handover Handover { get; } = new(
        nameof(IBackup.Backup),
        new(nameof(IHazMadeBackup.BackupMade), $"{Output(StepOutput.Archive)} || {Output(StepOutput.Verdict)} == 'RUN' && 'an archive that was not told' || ''") { MayBeEmpty = true });

    private static string Output(string name) => $"needs.{Vocabulary.Typed(nameof(IBackup.Backup))}.outputs.{name}";
}
