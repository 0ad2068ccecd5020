using System.Text;

namespace Lifecycle.Reporting.GitHub;

/// <summary>The page that GitHub shows for a job, beside its log.</summary>
public sealed class StepSummary(string file)
{
    /// <summary>Null anywhere but in a job of a workflow.</summary>
    public static StepSummary? Current =>
        Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true" && Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } file
            ? new StepSummary(file)
            : null;

    /// <summary>Adds a part, with a blank line after it.</summary>
    public void Append(string markdown) => File.AppendAllText(file, $"{markdown}\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
