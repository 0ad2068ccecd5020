using System.Text.RegularExpressions;

namespace Lifecycle.Tests.Workflows;

/// <summary>What every workflow of this repository keeps to.</summary>
internal static partial class SecurityRules
{
    /// <summary>In words, each rule that a workflow breaks.</summary>
    public static IReadOnlyList<string> BrokenBy(WorkflowFile workflow) =>
        [.. OfFile(workflow), .. workflow.Jobs.SelectMany(job => OfJob(workflow, job.Id, job.Job)), .. workflow.Steps.SelectMany(step => OfStep(step.Job, step.Step))];

    private static IEnumerable<string> OfFile(WorkflowFile workflow)
    {
        if (workflow["permissions"] is not Dictionary<object, object> { Count: 0 })
        {
            yield return "the workflow has permissions of its own";
        }

        foreach (Match uses in Uses().Matches(workflow.Text))
        {
            if (!Pinned().IsMatch(uses.Value))
            {
                yield return $"not pinned to a commit with its version: {uses.Value.Trim()}";
            }
        }

        if (LongLivedKey().Match(workflow.Text) is { Success: true } key)
        {
            yield return $"a long-lived key: {key.Value}";
        }
    }

    private static IEnumerable<string> OfJob(WorkflowFile workflow, string id, Dictionary<object, object> job)
    {
        if (!job.ContainsKey("permissions") || WorkflowFile.Mapping(job, "permissions").Any(right => right is not ({ Key: "contents", Value: "read" } or { Key: "id-token", Value: "write" })))
        {
            yield return $"{id}: not the least permissions";
        }

        if (!job.ContainsKey("timeout-minutes"))
        {
            yield return $"{id}: no timeout";
        }

        var scripts = string.Join('\n', WorkflowFile.StepsOf(job).Select(step => step.GetValueOrDefault("run") as string));
        if (!TouchesRedis().IsMatch(scripts))
        {
            if (job.ContainsKey("environment") || WorkflowFile.Mapping(job, "permissions").ContainsKey("id-token"))
            {
                yield return $"{id}: has an environment or a role that it does not use";
            }

            yield break;
        }

        if (!job.ContainsKey("environment"))
        {
            yield return $"{id}: touches Redis outside of a GitHub environment";
        }

        var group = workflow["concurrency"] as Dictionary<object, object> ?? [];
        if (group.GetValueOrDefault("group") as string != $"redis-{job.GetValueOrDefault("environment")}" || group.GetValueOrDefault("cancel-in-progress") as string != "false")
        {
            yield return $"{id}: not in the environment's concurrency group, or cancelled in progress";
        }

        if (!scripts.Contains("install -m 600 /dev/null \"$RUNNER_TEMP/kubeconfig\"", StringComparison.Ordinal))
        {
            yield return $"{id}: the kubeconfig is not written with mode 0600";
        }

        var last = WorkflowFile.StepsOf(job).Last();
        if (last.GetValueOrDefault("if") as string != "always()" || last.GetValueOrDefault("run") as string != "rm -f \"$RUNNER_TEMP/kubeconfig\"")
        {
            yield return $"{id}: the kubeconfig is not removed at the end";
        }
    }

    private static IEnumerable<string> OfStep(string job, Dictionary<object, object> step)
    {
        var uses = step.GetValueOrDefault("uses") as string ?? "";
        if (uses.StartsWith("actions/checkout@", StringComparison.Ordinal) && WorkflowFile.Mapping(step, "with").GetValueOrDefault("persist-credentials") != "false")
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

        if ((step.GetValueOrDefault("run") as string ?? "").Contains("${{", StringComparison.Ordinal))
        {
            yield return $"{job}: an expression inside a script";
        }
    }

    [GeneratedRegex(@"\./build\.sh (Deploy|Verify|Backup|Rotate|Restore|Drill|Destroy)\b")]
    private static partial Regex TouchesRedis();

    [GeneratedRegex(@"^\s*(- )?uses:.*$", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex(@"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();

    [GeneratedRegex("aws-access-key-id|aws-secret-access-key|AWS_SECRET_ACCESS_KEY", RegexOptions.IgnoreCase)]
    private static partial Regex LongLivedKey();
}
