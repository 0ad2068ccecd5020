using Lifecycle.Embedded;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Shells;
using Lifecycle.Tests.Faults;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Operations;

/// <summary>What could not be compared is said, and both data sets are kept until somebody says which.</summary>
public sealed class UnconfirmedRestoreTests
{
    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_client_that_writes_before_the_count_leaves_both_and_undo_brings_the_previous_back(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        var (archive, previous) = await BackUpAndChangeAsync(redis);

        var failure = await RestoreUnderAClientAsync(redis, archive);

        Assert.Contains("was not compared", failure.Problem, StringComparison.Ordinal);
        Assert.Contains("were written before it could be counted", failure.Problem, StringComparison.Ordinal);
        Assert.Equal("1", (await redis.CallAsync("GET", "intruder")).Trim());
        _ = await Recovery.DecideAsync(redis.Host, finish: false, Silence.Reporter, RedisInstance.Cancel);
        Assert.Equal(previous, await redis.DigestAsync());
        Assert.DoesNotContain(redis.FilesInData(), file => file.Contains("restored-", StringComparison.Ordinal) || file.StartsWith('.'));
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task Finish_keeps_the_restored_with_what_was_written_since(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        var (archive, _) = await BackUpAndChangeAsync(redis);
        _ = await RestoreUnderAClientAsync(redis, archive);
        var served = await redis.DigestAsync();

        _ = await Recovery.DecideAsync(redis.Host, finish: true, Silence.Reporter, RedisInstance.Cancel);

        Assert.Equal(served, await redis.DigestAsync());
        await redis.RestartAsync();
        Assert.Equal(served, await redis.DigestAsync());
        Assert.All(redis.FilesInData(), file => Assert.Matches("^appendonlydir/(restored-.*|appendonly.aof.manifest)$", file));
    }

    [Fact]
    public async Task A_rehearsal_of_either_says_what_would_go_and_leaves_both()
    {
        await using var redis = await RedisInstance.StartAsync();
        var (archive, previous) = await BackUpAndChangeAsync(redis);
        _ = await Assert.ThrowsAsync<LifecycleException>(() => Recovery.RehearseAsync(redis.Host, finish: true, RedisInstance.Cancel));
        _ = await RestoreUnderAClientAsync(redis, archive);
        var (files, served) = (redis.FilesInData(), await redis.DigestAsync());

        Assert.EndsWith("would be dropped", await Recovery.RehearseAsync(redis.Host, finish: true, RedisInstance.Cancel), StringComparison.Ordinal);
        Assert.Contains("would be brought back", await Recovery.RehearseAsync(redis.Host, finish: false, RedisInstance.Cancel), StringComparison.Ordinal);

        Assert.Equal(files, redis.FilesInData());
        Assert.Equal(served, await redis.DigestAsync());
        _ = await Recovery.DecideAsync(redis.Host, finish: false, Silence.Reporter, RedisInstance.Cancel);
        Assert.Equal(previous, await redis.DigestAsync());
    }

    [Fact]
    public async Task While_both_are_kept_no_other_restore_begins_and_a_backup_goes_on()
    {
        await using var redis = await RedisInstance.StartAsync();
        var (archive, _) = await BackUpAndChangeAsync(redis);
        _ = await RestoreUnderAClientAsync(redis, archive);

        var refusal = await Assert.ThrowsAsync<LifecycleException>(() => redis.RestoreAsync(archive, force: true));

        Assert.Contains("Restore --finish", refusal.Remedy, StringComparison.Ordinal);
        Assert.Equal(102, (await redis.BackUpAsync()).Snapshot.Keyspace.Total);
        _ = await Recovery.DecideAsync(redis.Host, finish: true, Silence.Reporter, RedisInstance.Cancel);
        _ = await Assert.ThrowsAsync<LifecycleException>(() => Recovery.DecideAsync(redis.Host, finish: true, Silence.Reporter, RedisInstance.Cancel));
    }

    [Fact]
    public async Task A_fresh_redis_has_nothing_to_keep_and_the_verdict_says_what_was_not_compared()
    {
        await using var source = await RedisInstance.StartAsync();
        await source.LoadAsync(100);
        var archive = source.PathOf(await source.BackUpAsync());
        await using var target = await RedisInstance.StartAsync();
        var request = await RestoreSource.FromFileAsync(archive, sha256: null, RedisInstance.Cancel);

        var verdict = await RedisInstance.RestoreAsync(new IntrudedHost(target), request, force: false, NoLock.Instance, Silence.Reporter);

        Assert.Equal(Outcome.Run, verdict.Outcome);
        Assert.Contains("not compared", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains(verdict.Facts, fact => fact.Name == "Compared" && fact.Value.StartsWith("no: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_fresh_redis_has_got_meanwhile_is_kept_like_any_other_data()
    {
        await using var source = await RedisInstance.StartAsync();
        await source.LoadAsync(100);
        var backup = await source.BackUpAsync();
        File.Delete(await FalseManifest.FindAsync(source.Store, backup.Name));
        var archive = source.PathOf(backup);
        await using var target = await RedisInstance.StartAsync();

        var failure = await Assert.ThrowsAsync<LifecycleException>(() => RedisInstance.RestoreAsync(WrittenToMeanwhile(target), archive, force: true));

        Assert.Contains("was not compared", failure.Problem, StringComparison.Ordinal);
        _ = await Recovery.DecideAsync(target.Host, finish: false, Silence.Reporter, RedisInstance.Cancel);
        Assert.Equal("1", (await target.CallAsync("GET", "meanwhile")).Trim());
    }

    [Fact]
    public async Task A_fresh_redis_that_has_got_data_meanwhile_is_left_alone_without_force()
    {
        await using var source = await RedisInstance.StartAsync();
        await source.LoadAsync(100);
        var archive = source.PathOf(await source.BackUpAsync());
        await using var target = await RedisInstance.StartAsync();

        var verdict = await RedisInstance.RestoreAsync(WrittenToMeanwhile(target), archive, force: false);

        Assert.Equal(Outcome.Skipped, verdict.Outcome);
        Assert.Contains("got keys while the archive was being staged", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal("1", (await target.CallAsync("DBSIZE")).Trim());
    }

    [Fact]
    public async Task Keys_that_redis_gives_up_for_want_of_room_are_a_failure_and_the_previous_data_serves()
    {
        await using var source = await RedisInstance.StartAsync();
        await source.LoadAsync(20_000);
        var archive = source.PathOf(await source.BackUpAsync());
        await using var target = await RedisInstance.StartAsync("--maxmemory", "3mb", "--maxmemory-policy", "allkeys-random");
        _ = await target.CallAsync("SET", "previous", "1");
        var previous = await target.DigestAsync();

        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => target.RestoreAsync(archive, force: true));

        Assert.Contains("maxmemory", failure.Message, StringComparison.Ordinal);
        Assert.Equal(previous, await target.DigestAsync());
    }

    [Theory]
    [InlineData("note")]
    [InlineData("resume")]
    public async Task Where_it_cannot_be_noted_neither_is_dropped_and_the_next_run_notes_it(string verb)
    {
        await using var redis = await RedisInstance.StartAsync();
        var (archive, previous) = await BackUpAndChangeAsync(redis);
        var host = new IntrudedHost(redis, new FaultyShell(redis.Shell, Fault.CutBefore, command => command.Arguments.Contains(verb), () => Task.CompletedTask));
        var source = await RestoreSource.FromFileAsync(archive, sha256: null, RedisInstance.Cancel);

        var failure = await Assert.ThrowsAsync<LifecycleException>(() => RedisInstance.RestoreAsync(host, source, force: true, NoLock.Instance, Silence.Reporter));

        Assert.Contains("not compared with what it should be", failure.Problem, StringComparison.Ordinal);
        Assert.Equal("1", (await redis.CallAsync("GET", "intruder")).Trim());
        Assert.Equal(102, (await redis.BackUpAsync()).Snapshot.Keyspace.Total);
        _ = await Recovery.DecideAsync(redis.Host, finish: false, Silence.Reporter, RedisInstance.Cancel);
        Assert.Equal(previous, await redis.DigestAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_full_disk_too_either_can_be_dropped(bool finish)
    {
        await using var disk = await SmallDisk.MountAsync();
        await using var redis = await RedisInstance.StartInOnAsync(RedisServers.Names.First(), Directory.CreateDirectory(Path.Combine(disk.Path, "redis")));
        var (archive, previous) = await BackUpAndChangeAsync(redis);
        _ = await RestoreUnderAClientAsync(redis, archive);
        var served = await redis.DigestAsync();
        disk.Fill();

        _ = await Recovery.DecideAsync(redis.Host, finish, Silence.Reporter, RedisInstance.Cancel);

        Assert.Equal(finish ? served : previous, await redis.DigestAsync());
        Assert.DoesNotContain(redis.FilesInData(), file => file.StartsWith('.'));
    }

    private static async Task<(string Archive, string Previous)> BackUpAndChangeAsync(RedisInstance redis)
    {
        await redis.LoadAsync(100);
        var backup = await redis.BackUpAsync();
        _ = await redis.CallAsync("SET", "newer", "1");
        return (redis.PathOf(backup), await redis.DigestAsync());
    }

    private static async Task<LifecycleException> RestoreUnderAClientAsync(RedisInstance redis, string archive)
    {
        var source = await RestoreSource.FromFileAsync(archive, sha256: null, RedisInstance.Cancel);
        return await Assert.ThrowsAsync<LifecycleException>(() => RedisInstance.RestoreAsync(new IntrudedHost(redis), source, force: true, NoLock.Instance, Silence.Reporter));
    }

    /// <summary>A client writes to it when everything is staged.</summary>
    private static FaultyHost WrittenToMeanwhile(RedisInstance redis) =>
        new(redis.Process, Fault.Meanwhile, command => command.Arguments.Contains("switch"), () => redis.CallAsync("SET", "meanwhile", "1"));

    /// <summary>A client writes to the restarted Redis before anybody has counted.</summary>
    private sealed class IntrudedHost(RedisInstance redis, IShell? shell = null) : IRedisHost
    {
        public string Name => redis.Host.Name;

        public Task<RedisConnection?> TryConnectAsync(Intent intent, CancellationToken cancellationToken) => redis.Host.TryConnectAsync(intent, cancellationToken);

        public async Task<RedisConnection> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken)
        {
            var restarted = await redis.Host.AwaitRestartAsync(previousRunId, cancellationToken);
            await restarted.Finishing!.DisposeAsync();
            _ = await redis.CallAsync("CLIENT", "UNPAUSE");
            _ = await redis.CallAsync("SET", "intruder", "1");
            return (await new EmbeddedRedis(redis.Process, shell).TryConnectAsync(cancellationToken))!;
        }

        public Task<IStoppedRedis> StopAsync(CancellationToken cancellationToken) => redis.Host.StopAsync(cancellationToken);
    }
}
