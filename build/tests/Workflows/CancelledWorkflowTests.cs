using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Workflows;

/// <summary>Somebody cancels while a job is at work. Nothing stays behind, and the workflow started again gets through.</summary>
[Campaign]
public sealed class CancelledWorkflowTests
{
    private const int Keys = 300;

    // Before the program has read its arguments, while it looks around, and amid its work.
    private static readonly double[] Moments = [0.1, 0.6, 1.0, 1.5, 2.2];

    public static TheoryData<string, string> Jobs => new()
    {
        { "redis-backup", "backup" },
        { "redis-backup", "drill" },
        { "redis-backup", "rotate" },
        { "ci-infra", "program" },
        { "ci-infra", "deploy" },
        { "ci-infra", "restore" },
        { "ci-infra", "verify" },
        { "ci-infra-destroy", "rotate" },
        { "ci-infra-destroy", "destroy" },
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task A_job_that_is_cancelled_at_any_of_its_steps_leaves_nothing_that_the_next_run_does_not_put_right(string workflow, string job)
    {
        for (var script = 0; ; script++)
        {
            foreach (var moment in Moments)
            {
                if (await CancelAsync(workflow, job, script, TimeSpan.FromSeconds(moment)) is not { } step)
                {
                    Assert.True(script > 0, "nothing was cancelled");
                    return;
                }

                // The others are over within milliseconds.
                if (!step.Contains("$COMMAND", StringComparison.Ordinal))
                {
                    break;
                }
            }
        }
    }

    /// <returns>The step that was cancelled; null where the job has none of that number.</returns>
    private static async Task<string?> CancelAsync(string workflow, string job, int script, TimeSpan after)
    {
        using var workspace = new Workspace(sampleKeys: workflow == "ci-infra" ? 0 : Keys);
        if (workflow == "ci-infra")
        {
            _ = await workspace.AddBackupAsync(Keys);
        }

        var inputs = new Dictionary<string, string> { ["environment"] = "embedded", ["redis_backup_restore"] = "true", ["drill"] = "true", ["confirm_destroy"] = "DESTROY" };
        var runner = new JobRunner(workspace, inputs) { Cancellation = new Cancellation(job, script, after) };

        var runs = await runner.RunAsync(workflow);

        if (runner.Cancelled is null)
        {
            return null;
        }

        var told = $"{runner.Cancelled}\nafter {after}: {runs[job].Log}";
        Assert.Equal("cancelled", runs[job].Result);
        Assert.False(File.Exists(Path.Combine(workspace.RunnerTemp, "kubeconfig")), told);
        Assert.False(Directory.Exists(Path.Combine(workspace.Data, Scratch.Folder)), told);
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(workspace.Data)! + "-drill")), told);

        var again = await new JobRunner(workspace, inputs).RunAsync(workflow);
        Assert.All(again.Values, run => Assert.True(run.Result == "success", $"{run.Log}\nafter: {told}"));
        return runner.Cancelled;
    }
}
