using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>One table over all that a job has called, whatever became of it.</summary>
internal static class RunSummary
{
    /// <param name="job">Whose calls are told.</param>
    /// <param name="name">What GitHub's names of them begin with.</param>
    public static Job Job(string job, string name) => new()
    {
        Name = "In short",
        Needs = [job],
        If = "always()",
        RunsOn = Runner.Ubuntu2404.Labels(),
        TimeoutMinutes = 5,
        Permissions = Permissions.ReadRuns(),
        Steps =
        [
            new()
            {
                Name = "Tell what became of each",
                Env = new Dictionary<string, string> { ["GH_TOKEN"] = "${{ github.token }}", ["NAME"] = $"{name} (", ["RESULT"] = $"${{{{ needs.{job}.result }}}}" },
                Run =
                    """
                    {
                      printf '### Redis backups\n\n| Job | Came to |\n| --- | --- |\n'
                      gh api --paginate "repos/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID/attempts/$GITHUB_RUN_ATTEMPT/jobs" \
                        --jq '.jobs[] | select(.name | startswith(env.NAME)) | "| [\(.name)](\(.html_url)) | \(.conclusion) |"'
                    } >> "$GITHUB_STEP_SUMMARY"
                    [ "$RESULT" = success ] || { echo "::error title=Redis at night::not every environment was backed up: see the table"; exit 1; }

                    """.ReplaceLineEndings("\n"),
            },
        ],
    };
}
