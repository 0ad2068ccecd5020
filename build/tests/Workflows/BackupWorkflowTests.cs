using Lifecycle.Reporting;

namespace Lifecycle.Tests.Workflows;

/// <summary>redis-backup.yml, each script of it executed.</summary>
public sealed class BackupWorkflowTests
{
    [Theory]
    [InlineData("17 2 * * 1-6", "skipped")]
    [InlineData("17 2 * * 0", "success")]
    public async Task Every_night_it_backs_up_and_rotates_and_once_a_week_it_proves_that_the_backup_restores(string schedule, string drill)
    {
        using var workspace = new Workspace(sampleKeys: 20);

        var runs = await new JobRunner(workspace, new() { ["environment"] = "embedded" }, new() { ["event_name"] = "schedule", ["event.schedule"] = schedule }).RunAsync("redis-backup");

        Assert.Equal(("success", drill, "success"), (runs["backup"].Result, runs["drill"].Result, runs["rotate"].Result));
        Assert.Equal(1, await workspace.CountBackupsAsync());
    }

    [Fact]
    public async Task Nothing_is_rotated_away_after_a_backup_that_failed()
    {
        using var workspace = new Workspace(sampleKeys: 20);
        workspace.Write("store", "a file where the store's folder should be");

        var runs = await new JobRunner(workspace, new() { ["environment"] = "embedded" }).RunAsync("redis-backup");

        Assert.Equal(("failure", "skipped", "skipped"), (runs["backup"].Result, runs["drill"].Result, runs["rotate"].Result));
    }
}
