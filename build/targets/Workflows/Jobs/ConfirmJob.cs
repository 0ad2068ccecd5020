using Lifecycle.Verbs;
using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>Fails within seconds, and before any other job begins, where nobody has confirmed.</summary>
internal static class ConfirmJob
{
    public const string Id = "confirm";

    public static Job Create() => new()
    {
        Name = "Confirm",
        RunsOn = Runner.Ubuntu2404.Labels(),
        TimeoutMinutes = 5,
        Permissions = [],
        Steps =
        [
            new()
            {
                Name = "Require the confirmation",
                Env = new Dictionary<string, string> { ["CONFIRM_DESTROY"] = $"${{{{ inputs.{DestroyWorkflowAttribute.Confirmation} }}}}" },
                Run =
                    $"""
                    if [ "$CONFIRM_DESTROY" != {Destroy.Confirmation} ]; then
                      reason='{DestroyWorkflowAttribute.Confirmation} is not {Destroy.Confirmation}: nothing was backed up, rotated or destroyed'
                      echo "::error title=Destroy::$reason"
                      printf '### Destroy: FAILED\n\n%s\n' "$reason" >> "$GITHUB_STEP_SUMMARY"
                      exit 1
                    fi

                    """.ReplaceLineEndings("\n"),
            },
        ],
    };
}
