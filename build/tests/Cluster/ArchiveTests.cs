using Lifecycle.Cluster;
using Lifecycle.Log;
using Lifecycle.Restoring;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;
using Lifecycle.Verbs;

namespace Lifecycle.Tests.Cluster;

/// <summary>The log of a Redis in a pod, followed with the rights of a backup and no more.</summary>
public sealed class ArchiveTests : ClusterTest
{
    [Fact]
    public async Task What_a_flush_removed_is_brought_back_from_the_log_of_a_pod_that_was_rewritten_and_replaced()
    {
        var environment = await DeployAsync();
        var store = new FolderStore(Path.Combine(Cluster.Folder, "store"));
        var follower = await OpenAsync(Cluster.AsBackup());
        using var stop = new CancellationTokenSource();
        var progress = new LogProgress(Notes, TimeProvider.System);
        var archiving = new Archiver(follower, store, new LogPace(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), null), "test", progress, Notes, TimeProvider.System).RunAsync(stop.Token, Token);
        await Eventually.IsTrueAsync(() => progress.Segments > 0);
        _ = await RedisAsync(environment, "EVAL", "for i = 1, 1000 do redis.call('SET', 'k' .. i, string.char(0, 13, 10) .. i) end", "0");
        _ = await RedisAsync(environment, "BGREWRITEAOF");
        var written = progress.Bytes;
        _ = await RedisAsync(environment, "SET", "after", "rewrite");
        await Eventually.IsTrueAsync(() => progress.Bytes > written);
        await Cluster.KubectlAsync("-n", Cluster.Namespace, "delete", "pod", "redis-0", "--wait=true");
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "rollout", "status", "statefulset/redis", "--timeout=120s");
        written = progress.Bytes;
        _ = await RedisAsync(environment, "SET", "after", "restart");
        _ = await RedisAsync(environment, "FLUSHALL");
        await Eventually.IsTrueAsync(() => progress.Bytes > written);
        await stop.CancelAsync();
        await archiving;
        progress.Dispose();

        var timeline = await Timeline.ReadAsync(store, await new Catalog(store).ListAsync(Token), (await follower.IdentifyAsync(Token)).ToString(), Token);
        var span = Assert.Single(await timeline.ReadSpansAsync(Token));
        var deletions = new Deletions(span.Log);
        using (var line = Notes.Begin("Reading", null))
        {
            _ = await new LogReader(store, deletions.Add).ReadAsync(span.Log, span.From.Position, span.To.Position, line, Token);
        }

        var tail = timeline.Before(Assert.Single(deletions.Complete()).Place);
        var source = await RestoreSource.FromAsync(store, tail.Checkpoint.Backup, Token) with { Log = tail };
        await using var held = await environment.LockAsync("Restore", Token);
        _ = await RedisInstance.RestoreAsync(environment.Redis, source, force: true, held, Notes);

        Assert.Equal("1001", await RedisAsync(environment, "DBSIZE"));
        Assert.Equal("restart", await RedisAsync(environment, "GET", "after"));
    }
}
