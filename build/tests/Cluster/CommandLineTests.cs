using Lifecycle.Cluster.Api;
using Lifecycle.Environments;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Cluster;

/// <summary>The program itself, as an operator runs it, with no more rights than k8s/rbac gives.</summary>
public sealed class CommandLineTests : ClusterTest
{
    [Fact]
    public async Task From_nothing_deploy_verify_backup_and_destroy_run_as_the_shipped_account()
    {
        await using var checkout = await CheckOutAsync();

        var (exitCode, output) = await checkout.RunAsync(["Deploy", "Verify", "Backup", "Destroy", "--confirm-destroy", "DESTROY", .. Options(Cluster.AsOperator())]);

        Assert.True(exitCode == 0, output);
        Assert.Contains("Verify: RUN, all", output, StringComparison.Ordinal);
        Assert.Contains("REDIS-BACKUP: RUN, 0 keys", output, StringComparison.Ordinal);
        Assert.Contains("Destroy: RUN", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_on_a_machine_of_ci_is_no_proof_to_destroy_a_cluster_on()
    {
        _ = await DeployAsync();
        await using var checkout = await CheckOutAsync();
        checkout.Variables["CI"] = "true";

        var (exitCode, output) = await checkout.RunAsync(["Destroy", "--confirm-destroy", "DESTROY", .. Options(Cluster.AsOperator())]);

        Assert.Equal(255, exitCode);
        Assert.Contains("on a machine of CI that goes with its job. Name a bucket with --backup-bucket", output, StringComparison.Ordinal);
        Assert.Equal("pod/redis-0", (await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "pod", "-o", "name")).Trim());
    }

    [Fact]
    public async Task A_rehearsal_of_destroy_refuses_what_the_real_one_would()
    {
        _ = await DeployAsync();
        await using var checkout = await CheckOutAsync();
        string[] options = [.. Options(Cluster.AsOperator())];
        options[Array.IndexOf(options, "--environment") + 1] = "prod";
        var store = Array.IndexOf(options, "--store");

        var (exitCode, output) = await checkout.RunAsync(["Destroy", "--dry-run", "--optional", .. options[..store], .. options[(store + 2)..]]);

        Assert.Equal(255, exitCode);
        Assert.Contains("Nothing is destroyed: no bucket is named", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_killed_in_the_middle_leaves_nothing_running_and_the_next_one_tidies_up()
    {
        var environment = await DeployAsync();
        await using var checkout = await CheckOutAsync();
        _ = await RedisAsync(environment, "EVAL", "for i = 1, 20000 do redis.call('SET', 'key:' .. i, string.rep('x', 500)) end", "0");
        string[] backup = ["Backup", .. Options(Cluster.AsBackup())];
        for (var delay = 600; delay <= 1400; delay += 400)
        {
            _ = await checkout.InterruptAsync(TimeSpan.FromMilliseconds(delay), kill: true, withChildren: true, backup);
        }

        var (exitCode, output) = await BackUpWhenTheLeaseOfTheDeadHasExpiredAsync(checkout, backup);

        Assert.True(exitCode == 0, output);
        var shell = (await environment.Redis.TryConnectAsync(Token))?.Shell;
        var left = await ShellExtensions.ReadAsync(shell!, new($"ls -d {Scratch.Folder} 2>/dev/null; ps -o args | grep -E '[d]d (if|bs)=' || :"), Token);
        Assert.Equal("", left);
    }

    private static async Task<(int ExitCode, string Output)> BackUpWhenTheLeaseOfTheDeadHasExpiredAsync(Checkout checkout, string[] backup)
    {
        for (var attempt = 0; ; attempt++)
        {
            var (exitCode, output) = await checkout.RunAsync(backup);
            if (exitCode == 0 || attempt == 12)
            {
                return (exitCode, output);
            }

            Assert.Contains("is at work", output, StringComparison.Ordinal);
            await Task.Delay(TimeSpan.FromSeconds(10), Token);
        }
    }

    /// <summary>With the manifests that are shipped.</summary>
    internal static async Task<Checkout> CheckOutAsync()
    {
        var checkout = await Checkout.CreateAsync();
        var target = Path.Combine(checkout.Root, "k8s", "apps", "redis");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(ClusterFixture.RepositoryRoot, "k8s", "apps", "redis")))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }

        return checkout;
    }
}
