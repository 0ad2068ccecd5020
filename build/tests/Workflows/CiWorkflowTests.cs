namespace Lifecycle.Tests.Workflows;

/// <summary>What of ci.yml is not a run of these tests: the program is built, held against the workflows, and run by another job.</summary>
public sealed class CiWorkflowTests
{
    [Fact]
    public async Task What_the_first_job_has_built_renders_the_manifests_in_another()
    {
        using var workspace = new Workspace();

        var runs = await new JobRunner(workspace, [], new() { ["event_name"] = "pull_request" }).RunAsync("ci", "render");

        Assert.True(runs["render"].Result == "success", runs["render"].Log);
        Assert.Contains("Render: RUN", runs["render"].Log, StringComparison.Ordinal);
    }
}
