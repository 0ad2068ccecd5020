using Lifecycle.Reporting;

namespace Lifecycle.Tests.Workflows;

/// <summary>The workflows as others call them.</summary>
public sealed class CalledWorkflowTests
{
    public static TheoryData<string> Callable => ["ci-infra", "ci-infra-destroy", "redis-backup"];

    [Theory]
    [MemberData(nameof(Callable))]
    public void Whoever_calls_one_is_asked_what_a_person_is_asked_and_no_choice(string name)
    {
        var workflow = WorkflowFile.Read(name);
        var asked = ((Dictionary<object, object>)((Dictionary<object, object>)((Dictionary<object, object>)workflow["on"]!)["workflow_dispatch"])["inputs"]).Keys;
        var inputs = (Dictionary<object, object>)workflow.Called!["inputs"];

        // But whether a person is there to approve: one who starts it is.
        Assert.Equal(asked, inputs.Keys.Where(input => input is not "unattended"));
        Assert.All(inputs.Values.Cast<Dictionary<object, object>>(), input => Assert.True(input["type"] is "string" or "boolean"));
    }

    [Fact]
    public async Task A_backup_answers_with_its_archive()
    {
        using var workspace = new Workspace(sampleKeys: 20);

        var answer = await new JobRunner(workspace, new() { ["environment"] = "embedded" }, new() { ["event_name"] = "push" }).CallAsync("redis-backup");

        Assert.Equal("RUN", answer["verdict"]);
        Assert.Equal("21", answer["keys"]);
        Assert.Matches($"^{workspace.Root}/store/redis-backups/.*\\.tgz$", answer["archive"]);
        Assert.Matches("^[0-9a-f]{64}$", answer["sha256"]);
        Assert.Matches("^1:[0-9]+$", answer["position"]);
    }

    [Fact]
    public async Task A_destruction_answers_with_the_backup_that_was_made_before_it()
    {
        using var workspace = new Workspace(sampleKeys: 20);
        var inputs = new Dictionary<string, string> { ["environment"] = "embedded", ["redis_backup_restore"] = "true", ["confirm_destroy"] = "DESTROY" };

        var answer = await new JobRunner(workspace, inputs, new() { ["event_name"] = "push" }).CallAsync("ci-infra-destroy");

        Assert.Equal(("RUN", "21"), (answer["verdict"], answer["keys"]));
        Assert.True(File.Exists(answer["archive"]));
        Assert.False(Directory.Exists(workspace.Data));
    }

    [Fact]
    public async Task A_restore_that_had_nothing_to_do_answers_why()
    {
        using var workspace = new Workspace();

        var answer = await new JobRunner(workspace, new() { ["environment"] = "embedded", ["redis_backup_restore"] = "false" }).CallAsync("ci-infra");

        Assert.Equal("SKIPPED", answer["verdict"]);
        Assert.Equal("switched off by --redis-backup-restore false", answer["reason"]);
        Assert.Equal("", answer["archive"]);
    }
}
