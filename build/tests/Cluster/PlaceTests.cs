using System.Globalization;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Cluster;

/// <summary>Redis is asked where it keeps its data: below the mount, or off it.</summary>
public sealed class PlaceTests : ClusterTest
{
    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_folder_below_the_volume_is_backed_up_and_restored_whatever_else_lies_there(string server)
    {
        // What an earlier Redis has left where this one no longer looks.
        const string Stale = "mkdir -p /data/appendonlydir /data/redis; echo stale >/data/appendonlydir/appendonly.aof.1.incr.aof; echo file appendonly.aof.1.incr.aof seq 1 type i >/data/appendonlydir/appendonly.aof.manifest; ";
        var environment = await RunInAsync(server, $"{Stale}exec redis-server --dir /data/redis --appendonly yes --appenddirname log --save ''");
        _ = await RedisAsync(environment, "EVAL", "for i = 1, 500 do redis.call('SET', 'key:' .. i, i) end", "0");
        var print = await RedisAsync(environment, Fingerprint.Command);
        var store = new FolderStore(Path.Combine(Cluster.Folder, "store"));

        var backup = await RedisInstance.BackUpAsync(environment.Redis, store);
        _ = await RedisAsync(environment, "SET", "newer", "1");
        var source = await RestoreSource.FromFileAsync(store.Locate(backup.Name.Archive), sha256: null, Token);
        await using (var held = await environment.LockAsync("Restore", Token))
        {
            Assert.Equal(Outcome.Run, (await RedisInstance.RestoreAsync(environment.Redis, source, force: true, held, Notes)).Outcome);
        }

        Assert.All(backup.Archive.Files, file => Assert.StartsWith("log/", file.Path, StringComparison.Ordinal));
        Assert.Equal(print, await RedisAsync(environment, Fingerprint.Command));
    }

    [Fact]
    public async Task A_folder_off_the_volume_is_named()
    {
        var environment = await RunInAsync(RedisServers.Redis7, "mkdir -p /tmp/redis; exec redis-server --dir /tmp/redis --appendonly yes --save ''");

        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => RedisInstance.BackUpAsync(environment.Redis, new FolderStore(Path.Combine(Cluster.Folder, "store"))));

        Assert.Contains("Redis keeps its data in /tmp/redis, and the volume is mounted at /data", refusal.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("file system", refusal.Problem, StringComparison.Ordinal);
    }

    private async Task<Lifecycle.Cluster.ClusterEnvironment> RunInAsync(string server, string script)
    {
        var arguments = string.Create(CultureInfo.InvariantCulture, $"- {{op: replace, path: /spec/template/spec/containers/0/args, value: [sh, -c, \"{script}\"]}}\n");
        var environment = await OpenAsync(Cluster.AsOperator(await Cluster.ServerAsync(server, arguments)));
        _ = await environment.DeployAsync(Notes, dryRun: false, Token);
        return environment;
    }
}
