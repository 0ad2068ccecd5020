using Lifecycle.Reporting;

namespace Lifecycle.Tests.Workflows;

/// <summary>ci-infra-destroy.yml, each script of it executed.</summary>
public sealed class DestroyWorkflowTests
{
    [Fact]
    public async Task What_the_profile_of_an_environment_says_counts_in_its_jobs()
    {
        using var workspace = new Workspace(sampleKeys: 20);
        _ = await workspace.RunAsync("./build.sh Deploy", new Dictionary<string, string?>());
        workspace.Write(".nuke/parameters.embedded.json", """{ "RequireDrill": true }""");

        var runs = await new JobRunner(workspace, Inputs("embedded", "DESTROY", "true")).RunAsync("ci-infra-destroy");

        Assert.Equal(("success", "failure"), (runs["backup"].Result, runs["destroy"].Result));
        Assert.True(Directory.Exists(workspace.Data));
    }

    [Fact]
    public async Task It_backs_up_rotates_and_then_destroys()
    {
        using var workspace = new Workspace(sampleKeys: 39);
        for (var index = 0; index < 4; index++)
        {
            _ = await workspace.AddBackupAsync(keys: 5);
        }

        var runs = await RunAsync(workspace, "DESTROY");

        JobRun.RequireSuccess(runs);
        Assert.Equal(
            """
            ### REDIS-BACKUP: RUN

            |  |  |
            | --- | --- |
            | Verdict | RUN |
            | Reason | 40 keys in <size> |
            | Requested | environment embedded, redis_backup_restore true |
            | Bucket | <root>/store |
            | Archive | <root>/store/redis-backups/<ts>/cloudradar-redis-data-<ts>.tgz |
            | Keys | 40 keys |
            | Duration | <time> |
            | Size | <size> |
            | SHA256 | <sha256> |
            | Position | <position> |
            """,
            Summary.Verdict(runs["backup"], workspace));
        Assert.Contains("| Reason | keep 3 complete backups, remove 2 in <root>/store/redis-backups |", Summary.Verdict(runs["rotate"], workspace), StringComparison.Ordinal);
        Assert.Contains("| Verdict | RUN |", Summary.Verdict(runs["destroy"], workspace), StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace.Data));
        Assert.Equal(3, await workspace.CountBackupsAsync());
    }

    [Fact]
    public async Task Switched_off_it_says_so_and_destroys_without_a_backup()
    {
        using var workspace = new Workspace(sampleKeys: 5);

        var runs = await RunAsync(workspace, "DESTROY", backupRestore: "false");

        JobRun.RequireSuccess(runs);
        Assert.All([runs["backup"], runs["rotate"]], run =>
        {
            Assert.Contains("SKIPPED, switched off by --redis-backup-restore false", run.Log, StringComparison.Ordinal);
            Assert.Contains("| Reason | switched off by --redis-backup-restore false |", Summary.Verdict(run, workspace), StringComparison.Ordinal);
        });

        Assert.False(Directory.Exists(workspace.Data));
        Assert.Equal(0, await workspace.CountBackupsAsync());
    }

    [Fact]
    public async Task Without_a_bucket_backup_and_rotation_are_skipped_with_the_reason()
    {
        using var workspace = new Workspace(hasStore: false);

        var runs = await new JobRunner(workspace, Inputs("dev", "DESTROY", "true")).RunAsync("ci-infra-destroy", "confirm", "backup", "rotate");

        JobRun.RequireSuccess(runs);
        Assert.All([runs["backup"], runs["rotate"]], run => Assert.Contains("| Reason | no bucket is named.", Summary.Verdict(run, workspace), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("destroy")]
    [InlineData("DESTROY ")]
    [InlineData("\"; touch pwned; \"")]
    [InlineData("$(touch pwned)")]
    public async Task A_wrong_confirmation_stops_everything_before_the_backup(string confirmation)
    {
        using var workspace = new Workspace(sampleKeys: 5);
        _ = await workspace.RunAsync("./build.sh Deploy");

        var runs = await RunAsync(workspace, confirmation);

        Assert.Equal(("failure", "skipped", "skipped", "skipped"), (runs["confirm"].Result, runs["backup"].Result, runs["rotate"].Result, runs["destroy"].Result));
        Assert.Equal("### Destroy: FAILED\n\nconfirm_destroy is not DESTROY: nothing was backed up, rotated or destroyed\n", runs["confirm"].Summary);
        Assert.Equal(0, await workspace.CountBackupsAsync());
        Assert.True(Directory.Exists(workspace.Data));
        Assert.Empty(Directory.EnumerateFiles(workspace.Root, "pwned", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_destroy_job_alone_would_not_take_a_wrong_confirmation_either()
    {
        using var workspace = new Workspace(sampleKeys: 5);
        _ = await workspace.RunAsync("./build.sh Deploy");

        var runs = await new JobRunner(workspace, Inputs("embedded", "--dry-run", "false")).RunAsync("ci-infra-destroy", "destroy");

        Assert.Equal("failure", runs["destroy"].Result);
        Assert.True(Directory.Exists(workspace.Data));
    }

    [Fact]
    public async Task A_failed_backup_stops_the_destroy()
    {
        using var workspace = new Workspace(sampleKeys: 5);
        _ = await workspace.RunAsync("./build.sh Deploy");
        workspace.Write("store", "a file where the store's folder should be");

        var runs = await RunAsync(workspace, "DESTROY");

        Assert.Equal(("failure", "skipped", "skipped"), (runs["backup"].Result, runs["rotate"].Result, runs["destroy"].Result));
        Assert.Contains("### REDIS-BACKUP: FAILED", runs["backup"].Summary, StringComparison.Ordinal);
        Assert.True(Directory.Exists(workspace.Data));
    }

    [Fact]
    public async Task Without_a_backup_of_just_now_nothing_is_destroyed()
    {
        using var workspace = new Workspace(sampleKeys: 5);
        _ = await workspace.RunAsync("./build.sh Deploy");

        var runs = await new JobRunner(workspace, Inputs("embedded", "DESTROY", "true")).RunAsync("ci-infra-destroy", "destroy");

        Assert.Equal("failure", runs["destroy"].Result);
        Assert.Contains("| Reason | Nothing is destroyed: there is no complete backup of ", Summary.Verdict(runs["destroy"], workspace), StringComparison.Ordinal);
        Assert.True(Directory.Exists(workspace.Data));
    }

    private static Task<IReadOnlyDictionary<string, JobRun>> RunAsync(Workspace workspace, string confirmation, string backupRestore = "true") =>
        new JobRunner(workspace, Inputs("embedded", confirmation, backupRestore)).RunAsync("ci-infra-destroy");

    private static Dictionary<string, string> Inputs(string environment, string confirmation, string backupRestore) =>
        new() { ["environment"] = environment, ["redis_backup_restore"] = backupRestore, ["confirm_destroy"] = confirmation };
}
