using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Workflows;

/// <summary>redis-nightly.yml and redis-backup.yml, each script of them executed.</summary>
public sealed class BackupWorkflowTests
{
    [Theory]
    [InlineData("17 2 * * 1-6", "skipped")]
    [InlineData("17 2 * * 0", "success")]
    public async Task Every_night_it_backs_up_and_rotates_and_once_a_week_it_proves_that_the_backup_restores(string schedule, string drill)
    {
        using var workspace = await PrepareAsync();

        var runs = await RunAsync(workspace, schedule, """["embedded"]""");

        Assert.Equal(("success", drill, "success"), (runs["backup (embedded) / backup"].Result, runs["backup (embedded) / drill"].Result, runs["backup (embedded) / rotate"].Result));
        Assert.Equal(1, await workspace.CountBackupsAsync());
    }

    [Fact]
    public async Task At_night_one_environment_is_backed_up_whatever_becomes_of_another_and_one_table_tells_of_both()
    {
        using var workspace = await PrepareAsync();
        workspace.Write("jobs.json", """{ "jobs": [{ "name": "Back up (nowhere) / Backup", "html_url": "https://example.invalid/1", "conclusion": "failure" }, { "name": "Back up (embedded) / Backup", "html_url": "https://example.invalid/2", "conclusion": "success" }, { "name": "In short" }] }""");

        var runs = await RunAsync(workspace, "17 2 * * 0", """["nowhere", "embedded"]""");

        Assert.Equal(("failure", "success"), (runs["backup (nowhere) / backup"].Result, runs["backup (embedded) / backup"].Result));
        Assert.Equal(
            "### Redis backups\n\n| Job | Came to |\n| --- | --- |\n| [Back up (nowhere) / Backup](https://example.invalid/1) | failure |\n| [Back up (embedded) / Backup](https://example.invalid/2) | success |\n",
            runs["summary"].Summary);
    }

    [Fact]
    public async Task Where_it_is_asked_for_the_archive_and_the_program_are_signed_by_their_digests()
    {
        using var workspace = new Workspace(sampleKeys: 20);

        var runs = await new JobRunner(workspace, new() { ["environment"] = "embedded", ["attest"] = "true" }).RunAsync("redis-backup");

        var (backup, program) = (runs["backup"].Outputs, runs["program"].Outputs);
        Assert.StartsWith(program["sha256"], program["name"], StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}$", backup["sha256"]);
        Assert.Equal($"attested {backup["archive"]} sha256:{backup["sha256"]}\nattested program.tgz sha256:{program["sha256"]}\n", runs["attest"].Log);
    }

    [Theory]
    [InlineData("REDIS_BACKUP_ATTEST", "true", "success")]
    [InlineData("REDIS_BACKUP_ATTEST", "", "skipped")]
    public async Task At_night_it_is_signed_where_a_variable_says_so(string variable, string value, string result)
    {
        using var workspace = await PrepareAsync();

        var runs = await new JobRunner(workspace, [], new() { ["event_name"] = "schedule", ["event.schedule"] = "17 2 * * 1-6" }) { Variables = new() { ["REDIS_BACKUP_ENVIRONMENTS"] = """["embedded"]""", [variable] = value } }.RunAsync("redis-nightly");

        Assert.Equal(result, runs["backup (embedded) / attest"].Result);
    }

    [Fact]
    public async Task Nothing_is_rotated_away_after_a_backup_that_failed()
    {
        using var workspace = new Workspace(sampleKeys: 20);
        workspace.Write("store", "a file where the store's folder should be");

        var runs = await new JobRunner(workspace, new() { ["environment"] = "embedded" }).RunAsync("redis-backup");

        Assert.Equal(("failure", "skipped", "skipped"), (runs["backup"].Result, runs["drill"].Result, runs["rotate"].Result));
    }

    private static Task<IReadOnlyDictionary<string, JobRun>> RunAsync(Workspace workspace, string schedule, string environments) =>
        new JobRunner(workspace, [], new() { ["event_name"] = "schedule", ["event.schedule"] = schedule }) { Variables = new() { ["REDIS_BACKUP_ENVIRONMENTS"] = environments } }.RunAsync("redis-nightly");

    /// <summary>With what stands in for GitHub's own program, which asks its API.</summary>
    private static async Task<Workspace> PrepareAsync()
    {
        Assert.SkipUnless(Tool.IsOnPath("jq"), "jq is not on PATH: install it to run this test");
        var workspace = new Workspace(sampleKeys: 20);
        workspace.Write("jobs.json", """{ "jobs": [] }""");
        workspace.Write("bin/gh", "#!/bin/sh\nwhile [ \"$1\" != --jq ]; do shift; done\nexec jq -r \"$2\" jobs.json\n");
        _ = await workspace.RunAsync("chmod 700 bin/gh");
        return workspace;
    }
}
