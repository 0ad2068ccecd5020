using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Workflows;

/// <summary>Somebody cancels while a job is at work. Nothing stays behind, and the workflow started again gets through.</summary>
[Campaign]
public sealed class CancelledWorkflowTests
{
    private const int Keys = 300;
    private const string Work = "Run the target";

    private static readonly bool IsThorough = Environment.GetEnvironmentVariable("TEST_FAULT_STRIDE") is { Length: > 0 };

    // Before the program has read its arguments, while it looks around, and amid its work.
    private static readonly double[] Moments = IsThorough ? [0.1, 0.6, 1.0, 1.5, 2.2] : [0.3, 1.2];

    private static readonly (string Workflow, string Job)[] Jobs =
    [
        ("ci", "render"),
        ("redis-backup", "backup"), ("redis-backup", "drill"), ("redis-backup", "rotate"),
        ("ci-infra", "render"), ("ci-infra", "deploy"), ("ci-infra", "restore"), ("ci-infra", "verify"),
        ("ci-infra-destroy", "backup"), ("ci-infra-destroy", "rotate"), ("ci-infra-destroy", "destroy"),
    ];

    private static readonly string[] Around = ["Unpack it", "Write the kubeconfig", "Remove the kubeconfig"];

    // The steps around the target are those of one action, the same in every job.
    public static TheoryData<string, string, string> Steps =>
    [
        ("ci-infra-destroy", "confirm", "Require the confirmation"),
        .. Builds.SelectMany(step => Jobs.Select(job => job.Workflow).Distinct().Select(workflow => (workflow, "program", step))),
        .. Jobs.SelectMany(job => (IsThorough || job.Job == "deploy" ? Around : []).Append(Work).Select(step => (job.Workflow, job.Job, step))).Where(each => each is not (_, "render", "Write the kubeconfig")),
    ];

    private static string[] Builds => IsThorough ? ["Build, and check what is generated", "Pack"] : ["Pack"];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_job_that_is_cancelled_at_a_step_leaves_nothing_that_the_next_run_does_not_put_right(string workflow, string job, string step)
    {
        foreach (var moment in step == Work ? Moments : [0.05])
        {
            await CancelAsync(workflow, new Cancellation(job, step, TimeSpan.FromSeconds(moment)));
        }
    }

    private static async Task CancelAsync(string workflow, Cancellation cancellation)
    {
        using var workspace = new Workspace(sampleKeys: workflow == "ci-infra" ? 0 : Keys);
        if (workflow == "ci-infra")
        {
            _ = await workspace.AddBackupAsync(Keys);
        }

        var inputs = new Dictionary<string, string> { ["environment"] = "embedded", ["redis_backup_restore"] = "true", ["drill"] = "true", ["confirm_destroy"] = "DESTROY" };
        var runner = new JobRunner(workspace, inputs) { Cancellation = cancellation };

        // The other jobs of ci.yml are these very tests.
        string[] only = workflow == "ci" ? ["render"] : [];
        var runs = await runner.RunAsync(workflow, only);

        var told = $"{cancellation}: {runs[cancellation.Job].Log}";
        Assert.True(runner.WasCancelled, $"there is no such step: {told}");
        Assert.Equal("cancelled", runs[cancellation.Job].Result);
        Assert.False(File.Exists(Path.Combine(workspace.RunnerTemp, "kubeconfig")) && cancellation.Step != "Remove the kubeconfig", told);
        Assert.False(Directory.Exists(Path.Combine(workspace.Data, Scratch.Folder)), told);
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(workspace.Data)! + "-drill")), told);

        var again = await new JobRunner(workspace, inputs).RunAsync(workflow, only);
        JobRun.RequireSuccess(again, $"after: {told}");
    }
}
