using Lifecycle.Reporting.GitHub;
using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>What the jobs of the targets answer.</summary>
internal static class JobOutputs
{
    public static IReadOnlyList<(string Name, string Description)> All { get; } =
    [
        (StepOutput.Verdict, "RUN, SKIPPED, FAILED or CANCELLED; empty where the job did not come to it"),
        (StepOutput.Reason, "What was done, or why nothing was"),
        (StepOutput.Archive, "Where the archive is that was made or restored"),
        (StepOutput.Sha256, "Its SHA-256"),
        (StepOutput.Keys, "How many keys are in it"),
        (StepOutput.Position, "Up to where in Redis' append-only file it reaches, or was restored: increment and byte, behind the log's name where there is one"),
    ];

    /// <summary>Those of one job, for whoever calls its workflow.</summary>
    public static Dictionary<string, Output> Of(string job) =>
        All.ToDictionary(output => output.Name, output => new Output(output.Description, $"${{{{ jobs.{job}.outputs.{output.Name} }}}}"));
}
