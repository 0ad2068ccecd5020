using Lifecycle.Reporting;

namespace Lifecycle.Tests.Workflows;

/// <summary>ci-infra.yml, each script of it executed.</summary>
public sealed class InfraWorkflowTests
{
    [Fact]
    public async Task A_fresh_redis_gets_the_latest_backup()
    {
        using var workspace = new Workspace();
        _ = await workspace.AddBackupAsync(keys: 300);

        var runs = await RunAsync(workspace);

        JobRun.RequireSuccess(runs);
        Assert.Contains("\nREDIS-RESTORE: RUN, 300 keys from ", runs["restore"].Log, StringComparison.Ordinal);
        Assert.Contains("::notice title=REDIS-RESTORE::REDIS-RESTORE: RUN, 300 keys from ", runs["restore"].Log, StringComparison.Ordinal);
        Assert.Equal(
            """
            ### REDIS-RESTORE: RUN

            |  |  |
            | --- | --- |
            | Verdict | RUN |
            | Reason | 300 keys from <root>/store/redis-backups/<ts>/cloudradar-redis-data-<ts>.tgz |
            | Requested | environment embedded, redis_backup_restore true |
            | Bucket | <root>/store |
            | Archive | <root>/store/redis-backups/<ts>/cloudradar-redis-data-<ts>.tgz |
            | Keys | 300 keys |
            | Duration | <time> |
            | SHA256 | <sha256> |
            | Compared | yes, by key counts |

            #### Executed plan

            | Target | Status | Time | Notes |
            | --- | --- | --- | --- |
            | Restore | Succeeded | <time> | Run: 300 keys from <root>/store/redis-backups/<ts>/cloudradar-redis-data-<ts>.tgz |


            """,
            Summary.Of(runs["restore"], workspace));
    }

    [Fact]
    public async Task Switched_off_it_is_skipped_and_green()
    {
        using var workspace = new Workspace();
        _ = await workspace.AddBackupAsync(keys: 10);

        var runs = await RunAsync(workspace, backupRestore: "false");

        JobRun.RequireSuccess(runs);
        Assert.Contains("::notice title=REDIS-RESTORE::REDIS-RESTORE: SKIPPED, switched off by --redis-backup-restore false", runs["restore"].Log, StringComparison.Ordinal);
        Assert.Equal(
            """
            ### REDIS-RESTORE: SKIPPED

            |  |  |
            | --- | --- |
            | Verdict | SKIPPED |
            | Reason | switched off by --redis-backup-restore false |
            | Requested | environment embedded, redis_backup_restore false |
            | Bucket | <root>/store |
            | Archive | none |
            | Keys | none |
            | Duration | <time> |
            """,
            Summary.Verdict(runs["restore"], workspace));
    }

    // No cluster either: without a bucket it does not come to that.
    [Fact]
    public async Task Without_a_bucket_it_is_skipped_and_green()
    {
        using var workspace = new Workspace(hasStore: false);

        var runs = await new JobRunner(workspace, Inputs("dev", "true")).RunAsync("ci-infra", "restore");

        Assert.Equal("success", runs["restore"].Result);
        Assert.Contains("| Reason | no bucket is named.", Summary.Verdict(runs["restore"], workspace), StringComparison.Ordinal);
        Assert.Contains("| Bucket | none |", Summary.Verdict(runs["restore"], workspace), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_backup_it_is_skipped_and_green()
    {
        using var workspace = new Workspace();

        var runs = await RunAsync(workspace);

        JobRun.RequireSuccess(runs);
        Assert.Contains("| Reason | there is no complete backup of ", Summary.Verdict(runs["restore"], workspace), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redis_that_is_not_fresh_is_left_alone()
    {
        using var workspace = new Workspace(sampleKeys: 50);
        _ = await workspace.AddBackupAsync(keys: 10);

        var runs = await RunAsync(workspace);

        JobRun.RequireSuccess(runs);
        Assert.Contains("| Verdict | SKIPPED |", Summary.Verdict(runs["restore"], workspace), StringComparison.Ordinal);
        Assert.Contains("is not fresh", Summary.Verdict(runs["restore"], workspace), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incomplete_latest_backup_is_passed_over_with_a_warning()
    {
        using var workspace = new Workspace();
        _ = await workspace.AddBackupAsync(keys: 20);
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);
        var latest = await workspace.AddBackupAsync(keys: 30);
        foreach (var part in latest.Parts.Select(part => part.Key.ToString()).Where(key => !key.EndsWith(".tgz", StringComparison.Ordinal)))
        {
            File.Delete(workspace.Store.Locate(part));
        }

        var runs = await RunAsync(workspace);

        JobRun.RequireSuccess(runs);
        Assert.Contains("| Keys | 20 keys |", Summary.Verdict(runs["restore"], workspace), StringComparison.Ordinal);
        Assert.Contains("| Warning | Backup <ts> is incomplete (", Summary.Verdict(runs["restore"], workspace), StringComparison.Ordinal);
        Assert.Contains($"::warning title=REDIS-RESTORE::Backup {latest.Name} is incomplete", runs["restore"].Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_latest_backup_fails_and_leaves_the_data_untouched()
    {
        using var workspace = new Workspace();
        var backup = await workspace.AddBackupAsync(keys: 20);
        var archive = workspace.Store.Locate(backup.Name.Archive);
        var bytes = await File.ReadAllBytesAsync(archive, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 0xFF;
        await File.WriteAllBytesAsync(archive, bytes, TestContext.Current.CancellationToken);

        var runs = await RunAsync(workspace);

        Assert.Equal(("success", "failure", "skipped"), (runs["deploy"].Result, runs["restore"].Result, runs["verify"].Result));
        Assert.Contains("### REDIS-RESTORE: FAILED", runs["restore"].Summary, StringComparison.Ordinal);
        Assert.Contains("is not restored, and Redis' data is as it was", Summary.Verdict(runs["restore"], workspace), StringComparison.Ordinal);
        Assert.Contains("::error", runs["restore"].Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"; touch pwned; \"")]
    [InlineData("$(touch pwned)")]
    [InlineData("`touch pwned`")]
    [InlineData("x\n::error::pwned\ntouch pwned")]
    [InlineData("--force")]
    public async Task Free_text_is_never_executed(string text)
    {
        using var workspace = new Workspace();
        var inputs = Inputs("embedded", "true");
        inputs["backup_bucket_name"] = text;
        inputs["instance_id"] = text;

        var runs = await new JobRunner(workspace, inputs).RunAsync("ci-infra");

        Assert.Equal("failure", runs["deploy"].Result);
        Assert.Contains("is no instance id", runs["deploy"].Log, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(workspace.Root, "pwned", SearchOption.AllDirectories));
        Assert.DoesNotContain("\n::error::pwned", runs["deploy"].Log, StringComparison.Ordinal);

        inputs["instance_id"] = "";
        runs = await new JobRunner(workspace, inputs).RunAsync("ci-infra");

        JobRun.RequireSuccess(runs);
        Assert.Empty(Directory.EnumerateFiles(workspace.Root, "pwned", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_kubeconfig_is_private_while_the_job_runs_and_gone_afterwards()
    {
        using var workspace = new Workspace();
        workspace.Write("build.sh", "#!/usr/bin/env bash\n[ -n \"${KUBECONFIG:-}\" ] || exit 0\nstat -c '%a %n' \"$KUBECONFIG\"\nexit 1\n");

        var runs = await RunAsync(workspace);

        Assert.Equal($"600 {workspace.RunnerTemp}/kubeconfig\n", runs["deploy"].Log);
        Assert.False(File.Exists(Path.Combine(workspace.RunnerTemp, "kubeconfig")));
    }

    private static Task<IReadOnlyDictionary<string, JobRun>> RunAsync(Workspace workspace, string backupRestore = "true") =>
        new JobRunner(workspace, Inputs("embedded", backupRestore)).RunAsync("ci-infra");

    private static Dictionary<string, string> Inputs(string environment, string backupRestore) =>
        new() { ["environment"] = environment, ["redis_backup_restore"] = backupRestore };
}
