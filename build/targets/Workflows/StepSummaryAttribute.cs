using System.Globalization;
using Lifecycle.Reporting.GitHub;
using Nuke.Common.Execution;

namespace Targets.Workflows;

/// <summary>Adds the executed plan to the page of a job: each target with its status and time.</summary>
internal sealed class StepSummaryAttribute : BuildExtensionAttributeBase, IOnBuildFinished
{
    public void OnBuildFinished() => StepSummary.Current?.Append(
        $"#### Executed plan\n\n{Markdown.Table(["Target", "Status", "Time", "Notes"], Build.ExecutionPlan.Select(Row))}");

    private static IReadOnlyList<string> Row(ExecutableTarget target) =>
    [
        target.Name,
        $"{target.Status}",
        target.Duration == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $"{target.Duration.TotalSeconds:0.0}s"),
        string.Join(", ", target.SummaryInformation.Select(note => $"{note.Key}: {note.Value}").Concat(Reasons(target)).Distinct()),
    ];

    // The genuine engine keeps these apart from the notes; where both say it, once is enough.
    private static IEnumerable<string> Reasons(ExecutableTarget target)
    {
        if (target.OnlyWhen is { } condition)
        {
            yield return $"OnlyWhen: {condition}";
        }

        if (target.Skipped is { } reason)
        {
            yield return $"Skipped: {reason}";
        }
    }
}
