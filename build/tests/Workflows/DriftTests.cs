using Lifecycle.Failures;
using Lifecycle.Reporting;
using Nuke.Common.Execution;
using Targets.Workflows;
using Targets.Workflows.Generation;
using Targets.Workflows.Model;

namespace Lifecycle.Tests.Workflows;

public sealed class DriftTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("workflows-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task The_generated_files_are_those_that_the_targets_give_now()
    {
        using var workspace = new Workspace();

        var (exitCode, output) = await workspace.RunAsync("./build.sh Workflows --check");

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task A_file_that_was_edited_by_hand_is_shown_as_a_diff_with_the_command_that_mends_it()
    {
        using var workspace = new Workspace();
        workspace.Edit(".github/workflows/ci-infra-destroy.yml", "needs: [program, backup, rotate]", "needs: [confirm]");

        var (exitCode, output) = await workspace.RunAsync("./build.sh Workflows --check");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("--- .github/workflows/ci-infra-destroy.yml\n+++ .github/workflows/ci-infra-destroy.yml (generated)\n@@ -", output, StringComparison.Ordinal);
        Assert.Contains("\n-    needs: [confirm]\n+    needs: [program, backup, rotate]\n", output, StringComparison.Ordinal);
        Assert.Contains("Run ./build.sh Workflows", output, StringComparison.Ordinal);

        Assert.Equal(0, (await workspace.RunAsync("./build.sh Workflows")).ExitCode);
        Assert.Equal(WorkflowFile.Read("ci-infra-destroy").Text, workspace.Read(".github/workflows/ci-infra-destroy.yml"));
        Assert.Equal(0, (await workspace.RunAsync("./build.sh Workflows --check")).ExitCode);
    }

    [Fact]
    public void A_dependency_that_changes_between_two_targets_changes_the_jobs_and_the_graph_until_they_are_generated_anew()
    {
        var (backup, rotate, destroy) = (Target("Backup"), Target("Rotate"), Target("Destroy"));
        rotate.OrderDependencies.Add(backup);
        destroy.ExecutionDependencies.AddRange([backup, rotate]);
        Generator(backup, rotate, destroy).Write();
        Generator(backup, rotate, destroy).Check();
        Assert.Equal("rotate: backup, destroy: backup rotate", Needs());

        rotate.OrderDependencies.Clear();
        backup.OrderDependencies.Add(rotate);

        using var output = new StringWriter();
        var exception = Assert.Throws<LifecycleException>(() => Generator(output, backup, rotate, destroy).Check());
        Assert.Contains("ci-infra-destroy.yml, docs/target-graph.md", exception.Message, StringComparison.Ordinal);
        Assert.Contains("-    needs: [program, backup, rotate]\n+    needs: [program, backup]\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("-    Backup -.-> Rotate\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("+    Rotate -.-> Backup\n", output.ToString(), StringComparison.Ordinal);

        Generator(backup, rotate, destroy).Write();
        Generator(backup, rotate, destroy).Check();
        Assert.Equal("backup: rotate, destroy: backup", Needs());
    }

    [Fact]
    public void An_input_that_is_renamed_is_so_in_the_runbook_and_in_the_example_for_callers()
    {
        var renamed = new Dictionary<string, Input> { ["whose"] = Input.Choice("Whose Redis", "dev", "prod") };
        var workflow = new Workflow
        {
            Name = "Redis backup",
            On = DispatchInputs.ByHandOrCalled(renamed, "Backup"),
            Concurrency = new Concurrency("group", CancelInProgress: false),
            Jobs = new Dictionary<string, Job> { ["backup"] = new() { Name = "Backup", Permissions = Permissions.AssumeRole() } },
        };

        var page = new RunbookPage(new Dictionary<string, Workflow> { ["redis-backup"] = workflow }).Render().Content;

        Assert.Contains("| `whose` | `redis-backup` | `dev` | Whose Redis |", page, StringComparison.Ordinal);
        Assert.Contains("      whose: prod\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{workflows}}", page, StringComparison.Ordinal);
    }

    private static ExecutableTarget Target(string name) => new() { Name = name, Description = name, Listed = true };

    private WorkflowGenerator Generator(params IReadOnlyCollection<ExecutableTarget> targets) => Generator(TextWriter.Null, targets);

    private WorkflowGenerator Generator(TextWriter output, params IReadOnlyCollection<ExecutableTarget> targets) =>
        new([new DestroyWorkflowAttribute().Render(targets), MermaidGraph.Render(targets)], _root, output);

    private string Needs() => string.Join(", ", new WorkflowFile(File.ReadAllText(Path.Combine(_root, ".github/workflows/ci-infra-destroy.yml"))).Jobs
        .Select(job => (job.Id, Needs: WorkflowFile.Needs(job.Job).Except(["confirm", "program"]).ToList()))
        .Where(job => job.Id != "attest" && job.Needs.Count > 0)
        .Select(job => $"{job.Id}: {string.Join(' ', job.Needs)}")
        .OrderBy(line => line.StartsWith("destroy", StringComparison.Ordinal)));
}
