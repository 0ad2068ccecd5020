using System.Diagnostics;
using System.Text;
using k8s;
using k8s.Models;
using Lifecycle.Cluster;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Shells;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Cluster;

public sealed class RestoreTests : ClusterTest
{
    // Every type of Redis, in two databases, a third of the keys with an expiry far ahead.
    private const string Load = """
        for i = 1, 100000 do
            local key = 'key:' .. i
            local kind = i % 6
            if kind == 0 then redis.call('SET', key, 'value ' .. i)
            elseif kind == 1 then redis.call('RPUSH', key, i, i + 1, 'x')
            elseif kind == 2 then redis.call('SADD', key, i, i + 1)
            elseif kind == 3 then redis.call('ZADD', key, i, 'a', 1.5, 'b')
            elseif kind == 4 then redis.call('HSET', key, 'field', i)
            else redis.call('XADD', key, '1-1', 'field', i) end
            if i % 3 == 0 then redis.call('EXPIRE', key, 1000000) end
        end
        redis.call('SELECT', 5)
        redis.call('SET', 'elsewhere', '1')
        return 'loaded'
        """;

    [Fact]
    public async Task What_was_backed_up_comes_back_after_the_volume_was_destroyed()
    {
        var environment = await DeployAsync();
        Assert.Equal("loaded", await RedisAsync(environment, "EVAL", Load, "0"));
        var before = await RedisAsync(environment, Fingerprint.Command);
        var store = new FolderStore(Path.Combine(Cluster.Folder, "store"));
        var backup = await RedisInstance.BackUpAsync((await OpenAsync(Cluster.AsBackup())).Redis, store);
        Assert.Equal(100_001, backup.Snapshot.Keyspace.Total);

        _ = await environment.DestroyAsync(Notes, keepVolume: false, dryRun: false, Token);
        _ = await environment.DeployAsync(Notes, dryRun: false, Token);
        var pod = await PodAsync();
        var verdict = await RestoreAsync(environment, await SourceAsync(store), force: false);
        Assert.StartsWith("REDIS-RESTORE: RUN", verdict.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, await RedisAsync(environment, Fingerprint.Command));

        // In place: the container has restarted, the pod is the same.
        Assert.Equal(pod.Metadata.Uid, (await PodAsync()).Metadata.Uid);
        Assert.Equal("", Failures(await environment.VerifyAsync(Notes, Token)));
    }

    [Fact]
    public async Task A_damaged_append_only_file_is_replaced_by_restore_force()
    {
        var environment = await DeployAsync();
        _ = await RedisAsync(environment, "SET", "precious", "1");
        var store = await BackUpAsync(environment);
        await DamageAsync(environment);
        var verdict = await RestoreAsync(environment, await SourceAsync(store), force: true);
        Assert.StartsWith("REDIS-RESTORE: RUN", verdict.ToString(), StringComparison.Ordinal);
        Assert.Equal("1", await RedisAsync(environment, "GET", "precious"));
        Assert.Equal("", Failures(await AfterRolloutAsync(environment)));
        Assert.Equal("pod/redis-0", (await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "pod", "-o", "name")).Trim());
    }

    [Fact]
    public async Task A_Redis_that_loads_before_it_dies_is_not_taken_for_one_that_runs()
    {
        var environment = await DeployAsync();
        _ = await RedisAsync(environment, "EVAL", "for i = 1, 60000 do redis.call('SET', 'key:' .. i, string.rep('x', 500)) end", "0");
        var store = await BackUpAsync(environment);
        var shell = (await environment.Redis.TryConnectAsync(Token))?.Shell;
        _ = await shell!.TryReadAsync(new Command("for file in appendonlydir/*.incr.aof; do printf 'nonsense, and more of it\\r\\n' >> \"$file\"; done; redis-cli SHUTDOWN NOSAVE FORCE"), Token);

        // A new pod has no last state that would say that its Redis has failed before.
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "delete", "pod", "redis-0", "--grace-period=1");
        Assert.StartsWith("REDIS-RESTORE: RUN", (await RestoreAsync(environment, await SourceAsync(store), force: true)).ToString(), StringComparison.Ordinal);
        Assert.Equal("60000", await RedisAsync(environment, "DBSIZE"));
    }

    [Fact]
    public async Task Ten_restores_in_place_in_a_row_take_about_as_long_each()
    {
        var environment = await DeployAsync();
        _ = await RedisAsync(environment, "SET", "precious", "1");
        var store = await BackUpAsync(environment);
        for (var round = 1; round <= 10; round++)
        {
            var started = Stopwatch.GetTimestamp();
            var verdict = await RestoreAsync(environment, await SourceAsync(store), force: true);
            TestContext.Current.SendDiagnosticMessage("Restore {0}: {1:0.0} s", round, Stopwatch.GetElapsedTime(started).TotalSeconds);
            Assert.StartsWith("REDIS-RESTORE: RUN", verdict.ToString(), StringComparison.Ordinal);
            // What the kubelet says of the pod may be a moment old; Redis itself says whether it runs.
            Assert.Equal("1", await RedisAsync(environment, "DBSIZE"));
        }

        Assert.Equal("1", await RedisAsync(environment, "GET", "precious"));
    }

    [Fact]
    public async Task Without_force_a_damaged_Redis_is_left_alone_and_backup_says_that_it_does_not_run()
    {
        var environment = await DeployAsync();
        var store = await BackUpAsync(environment);
        await DamageAsync(environment);
        Assert.StartsWith("REDIS-RESTORE: SKIPPED", (await RestoreAsync(environment, await SourceAsync(store), force: false)).ToString(), StringComparison.Ordinal);
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => BackUpAsync(environment));
        Assert.Contains("does not run", failure.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_killed_with_Redis_off_its_volume_is_taken_over()
    {
        var environment = await DeployAsync();
        _ = await RedisAsync(environment, "SET", "precious", "1");
        // Never disposed of: as if killed.
        var killed = await environment.Redis.StopAsync(Token);
        Assert.Equal("/data\n", await killed.Shell.ReadAsync(new Command("pwd"), Token));
        Assert.Contains("StatefulSet: ", Failures(await environment.VerifyAsync(Notes, Token)), StringComparison.Ordinal);

        var store = await BackUpAsync(environment);
        Assert.Single(await new Catalog(store).ListAsync(Token), backup => backup.IsComplete);
        Assert.Equal("1", await RedisAsync(environment, "GET", "precious"));
        Assert.Equal("", Failures(await AfterRolloutAsync(environment)));
    }

    [Fact]
    public async Task An_archive_of_plain_tar_restores_and_keeps_what_was_there_until_a_person_has_looked()
    {
        var environment = await DeployAsync();
        _ = await RedisAsync(environment, "SET", "old", "1");
        var shell = (await environment.Redis.TryConnectAsync(Token))?.Shell;
        var archive = Path.Combine(Cluster.Folder, "old.tgz");
        await using (var file = File.Create(archive))
        {
            Assert.True((await shell!.RunAsync(new Command("tar -czf - ."), input: null, file, Token)).Succeeded);
        }

        _ = await RedisAsync(environment, "SET", "old", "2");
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(archive, Token)));
        var source = await RestoreSource.FromFileAsync(archive, sha256, Token);
        var unconfirmed = await Assert.ThrowsAsync<LifecycleException>(() => RestoreAsync(environment, source, force: true));
        Assert.Contains("was not compared", unconfirmed.Problem, StringComparison.Ordinal);
        _ = await Recovery.DecideAsync(environment.Redis, finish: true, Notes, Token);
        Assert.Equal("1", await RedisAsync(environment, "GET", "old"));
    }

    [Fact]
    public async Task An_archive_unpacks_with_tar_in_the_pod()
    {
        var environment = await DeployAsync();
        _ = await RedisAsync(environment, "SET", "key", "1");
        var store = await BackUpAsync(environment);
        var backup = Assert.Single(await new Catalog(store).ListAsync(Token));
        await using var archive = await store.OpenReadAsync(backup.Name.Archive, Token);
        var shell = (await environment.Redis.TryConnectAsync(Token))?.Shell;
        using var listing = new MemoryStream();
        var exit = await shell!.RunAsync(
            new Command("mkdir /tmp/t && cd /tmp/t && dd bs=1 count=\"$1\" 2>/dev/null | tar -xzf - && redis-check-aof appendonlydir/appendonly.aof.manifest", $"{backup.Size}"), archive, listing, Token);
        Assert.True(exit.Succeeded, exit.Reason);
        Assert.Contains("All AOF files and manifest are valid", Encoding.UTF8.GetString(listing.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_deleted_in_the_middle_of_a_backup_fails_it_and_records_none()
    {
        var environment = await DeployAsync();
        var shell = (await environment.Redis.TryConnectAsync(Token))?.Shell;
        _ = await shell!.ReadAsync(new Command("for i in 1 2 3 4 5 6 7 8 9; do dd if=/dev/urandom bs=5000000 count=1 2>/dev/null | redis-cli -x SET $i; done"), Token);
        var store = new FolderStore(Path.Combine(Cluster.Folder, "store"));
        var backup = RedisInstance.BackUpAsync(environment.Redis, new SlowStore(store, bytesPerSecond: 100_000));
        await Task.Delay(TimeSpan.FromSeconds(3), Token);
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "delete", "pod", "redis-0", "--grace-period=0", "--force");
        _ = await Assert.ThrowsAnyAsync<Exception>(() => backup);
        Assert.DoesNotContain(await new Catalog(store).ListAsync(Token), each => each.IsComplete);
    }

    private async Task<FolderStore> BackUpAsync(ClusterEnvironment environment)
    {
        var store = new FolderStore(Path.Combine(Cluster.Folder, "store"));
        _ = await RedisInstance.BackUpAsync(environment.Redis, store);
        return store;
    }

    private static async Task<RestoreSource> SourceAsync(FolderStore store) => await RestoreSource.FromAsync(store, (await new Catalog(store).ListAsync(Token))[0], Token);

    private async Task<Lifecycle.Reporting.Verdict> RestoreAsync(ClusterEnvironment environment, RestoreSource source, bool force)
    {
        await using var held = await environment.LockAsync("Restore", Token);
        return await RedisInstance.RestoreAsync(environment.Redis, source, force, held, Notes);
    }

    /// <summary>Cuts into the middle of what Redis loads, restarts it, and waits until it crash-loops.</summary>
    private async Task DamageAsync(ClusterEnvironment environment)
    {
        var shell = (await environment.Redis.TryConnectAsync(Token))?.Shell;
        _ = await shell!.TryReadAsync(new Command("for file in appendonlydir/*.incr.aof; do printf 'nonsense, and more of it\\r\\n' > \"$file\"; done; redis-cli SHUTDOWN NOSAVE FORCE"), Token);
        for (var i = 0; i < 120 && (await PodAsync()).Status.ContainerStatuses[0] is not { State.Waiting.Reason: "CrashLoopBackOff", LastState.Terminated.ExitCode: not 0 }; i++)
        {
            await Task.Delay(500, Token);
        }
    }

    private async Task<IReadOnlyList<Check>> AfterRolloutAsync(ClusterEnvironment environment)
    {
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "wait", "--for=condition=Ready", "pod/redis-0", "--timeout=60s");
        await Task.Delay(2000, Token);
        return await environment.VerifyAsync(Notes, Token);
    }
}
