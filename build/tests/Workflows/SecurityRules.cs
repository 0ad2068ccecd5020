using System.Text.RegularExpressions;

namespace Lifecycle.Tests.Workflows;

/// <summary>What every workflow of this repository keeps to.</summary>
internal static partial class SecurityRules
{
    /// <summary>In words, each rule that a workflow breaks, with the actions that its jobs use.</summary>
    public static IReadOnlyList<string> BrokenBy(WorkflowFile workflow, IReadOnlyList<LocalAction> actions) =>
    [
        .. OfFile(workflow),
        .. OfText(workflow.Text),
        .. actions.SelectMany(action => OfText(action.Text)),
        .. workflow.Jobs.SelectMany(job => OfJob(workflow, job.Id, job.Job, [.. WorkflowFile.StepsOf(job.Job).SelectMany(step => LocalAction.StepsFor(actions, step))])),
        .. workflow.Steps.SelectMany(step => OfStep(step.Job, step.Step)),
        .. actions.SelectMany(action => action.Steps).SelectMany(step => OfStep("the action", step)),
        .. workflow.Steps.SelectMany(step => actions.Where(action => action.IsUsedBy(step.Step)).SelectMany(action => WorkflowFile.Mapping(step.Step, "with").Keys.Except(action.Inputs)).Select(input => $"{step.Job}: the action has no input {input}")),
    ];

    private static IEnumerable<string> OfFile(WorkflowFile workflow)
    {
        if (workflow["permissions"] is not Dictionary<object, object> { Count: 0 })
        {
            yield return "the workflow has permissions of its own";
        }

        // What a called workflow checks out is otherwise the caller's.
        if (workflow.Called is not null && workflow.Steps.FirstOrDefault(step => IsCheckout(step.Step) && WorkflowFile.Mapping(step.Step, "with").GetValueOrDefault("ref") != "${{ job.workflow_sha }}").Job is { } job)
        {
            yield return $"{job}: runs the sources of whoever calls it";
        }
    }

    private static IEnumerable<string> OfText(string text)
    {
        foreach (Match uses in Uses().Matches(text))
        {
            if (!Pinned().IsMatch(uses.Value))
            {
                yield return $"not pinned to a commit with its version: {uses.Value.Trim()}";
            }
        }

        if (LongLivedKey().Match(text) is { Success: true } key)
        {
            yield return $"a long-lived key: {key.Value}";
        }
    }

    private static IEnumerable<string> OfJob(WorkflowFile workflow, string id, Dictionary<object, object> job, IReadOnlyList<Dictionary<object, object>> steps)
    {
        if (!job.ContainsKey("permissions") || WorkflowFile.Mapping(job, "permissions").Any(right => right is not ({ Key: "contents" or "actions", Value: "read" } or { Key: "id-token" or "attestations", Value: "write" })))
        {
            yield return $"{id}: not the least permissions";
        }

        if (job.GetValueOrDefault("uses") is string called)
        {
            if (!called.StartsWith("./.github/workflows/", StringComparison.Ordinal))
            {
                yield return $"{id}: gives its secrets to another repository's workflow";
            }

            // What it may and how long is said there.
            yield break;
        }

        if (!job.ContainsKey("timeout-minutes"))
        {
            yield return $"{id}: no timeout";
        }

        if (WorkflowFile.Mapping(job, "permissions").ContainsKey("attestations"))
        {
            if (job.ContainsKey("environment") || !steps.All(step => (step.GetValueOrDefault("uses") as string)?.StartsWith("actions/attest@", StringComparison.Ordinal) == true))
            {
                yield return $"{id}: does more beside the right to sign than signing";
            }

            yield break;
        }

        var scripts = string.Join('\n', steps.Select(step => step.GetValueOrDefault("run") as string));
        if (!TouchesRedis().IsMatch(scripts))
        {
            if (job.ContainsKey("environment") || WorkflowFile.Mapping(job, "permissions").ContainsKey("id-token"))
            {
                yield return $"{id}: has an environment or a role that it does not use";
            }

            yield break;
        }

        if (!WorkflowFile.StepsOf(job).Any(step => WorkflowFile.Mapping(step, "with").ContainsKey("program")))
        {
            yield return $"{id}: compiles beside a secret";
        }

        if (!job.ContainsKey("environment"))
        {
            yield return $"{id}: touches Redis outside of a GitHub environment";
        }

        var group = workflow["concurrency"] as Dictionary<object, object> ?? [];
        if (group.GetValueOrDefault("group") as string != "redis-${{ inputs.environment }}" || group.GetValueOrDefault("cancel-in-progress") as string != "false")
        {
            yield return $"{id}: not in the environment's concurrency group, or cancelled in progress";
        }

        if (!scripts.Contains("install -m 600 /dev/null \"$RUNNER_TEMP/kubeconfig\"", StringComparison.Ordinal))
        {
            yield return $"{id}: the kubeconfig is not written with mode 0600";
        }

        var last = steps[^1];
        if (last.GetValueOrDefault("if") as string != "always()" || last.GetValueOrDefault("run") as string != "rm -f \"$RUNNER_TEMP/kubeconfig\"")
        {
            yield return $"{id}: the kubeconfig is not removed at the end";
        }
    }

    private static IEnumerable<string> OfStep(string job, Dictionary<object, object> step)
    {
        var uses = step.GetValueOrDefault("uses") as string ?? "";
        if (IsCheckout(step) && WorkflowFile.Mapping(step, "with").GetValueOrDefault("persist-credentials") != "false")
        {
            yield return $"{job}: checkout keeps its credentials";
        }

        if (uses.StartsWith("aws-actions/", StringComparison.Ordinal) && !WorkflowFile.Mapping(step, "with").ContainsKey("role-to-assume"))
        {
            yield return $"{job}: AWS without a role";
        }

        if (uses.StartsWith("actions/cache@", StringComparison.Ordinal) && !WorkflowFile.Mapping(step, "with")["key"].Contains("packages.lock.json", StringComparison.Ordinal))
        {
            yield return $"{job}: a cache that is not keyed on the lock files";
        }

        if ($"{step.GetValueOrDefault("run")}{WorkflowFile.Mapping(step, "with").GetValueOrDefault("command")}".Contains("${{", StringComparison.Ordinal))
        {
            yield return $"{job}: an expression inside a script";
        }
    }

    private static bool IsCheckout(Dictionary<object, object> step) => (step.GetValueOrDefault("uses") as string ?? "").StartsWith("actions/checkout@", StringComparison.Ordinal);

    [GeneratedRegex(@"\./build\.sh (Deploy|Verify|Backup|Rotate|Restore|Drill|Destroy)\b")]
    private static partial Regex TouchesRedis();

    [GeneratedRegex(@"^\s*(- )?uses:.*$", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex(@"uses: ([\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/(actions/[\w-]+|workflows/[\w-]+\.yml))$")]
    private static partial Regex Pinned();

    [GeneratedRegex("aws-access-key-id|aws-secret-access-key|AWS_SECRET_ACCESS_KEY", RegexOptions.IgnoreCase)]
    private static partial Regex LongLivedKey();
}
