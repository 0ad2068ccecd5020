using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Tests.Faults;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

public sealed class RestoreTests
{
    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task Over_a_fresh_redis_it_runs_and_every_key_compares_equal(string server)
    {
        await using var source = await RedisInstance.StartOnAsync(server);
        await AllTypes.LoadAsync(source);
        var backup = await source.BackUpAsync();
        await using var target = await RedisInstance.StartOnAsync(server);

        var verdict = await target.RestoreAsync(source.PathOf(backup));

        Assert.Equal(Outcome.Run, verdict.Outcome);
        Assert.Equal(await source.DigestAsync(), await target.DigestAsync());
        Assert.Equal(await AllTypes.ExpiriesAsync(source), await AllTypes.ExpiriesAsync(target));
    }

    [Fact]
    public async Task Over_data_it_is_skipped_and_says_what_to_do()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(10);
        var backup = await redis.BackUpAsync();
        await redis.CallAsync("SET", "newer", "1");

        var verdict = await redis.RestoreAsync(redis.PathOf(backup));

        Assert.Equal(Outcome.Skipped, verdict.Outcome);
        Assert.Contains("--force", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal("1", (await redis.CallAsync("GET", "newer")).Trim());
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task Over_a_redis_that_was_emptied_it_is_skipped_because_the_writes_are_still_on_its_volume(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(10);
        var backup = await redis.BackUpAsync();
        await redis.CallAsync("FLUSHALL");

        Assert.Equal(Outcome.Skipped, (await redis.RestoreAsync(redis.PathOf(backup))).Outcome);
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task With_force_it_replaces_data_and_leaves_nothing_of_it_behind(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(100);
        var digest = await redis.DigestAsync();
        var backup = await redis.BackUpAsync();
        await redis.CallAsync("SET", "newer", "1");

        var verdict = await redis.RestoreAsync(redis.PathOf(backup), force: true);

        Assert.Equal(Outcome.Run, verdict.Outcome);
        Assert.Equal(digest, await redis.DigestAsync());
        Assert.All(redis.FilesInData(), file => Assert.Matches("^appendonlydir/(restored-.*|appendonly.aof.manifest)$", file));
        Assert.Equal(4, redis.FilesInData().Count + 1);
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task The_same_backup_restores_again_and_again_and_redis_writes_and_rewrites_in_between(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(100);
        var digest = await redis.DigestAsync();
        var backup = await redis.BackUpAsync();
        for (var round = 0; round < 3; round++)
        {
            await redis.CallAsync("SET", "round", "1");
            _ = await redis.RestoreAsync(redis.PathOf(backup), force: true);
            Assert.Equal(digest, await redis.DigestAsync());
            await redis.CallAsync("BGREWRITEAOF");
        }
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task An_archive_of_a_plain_tar_without_a_manifest_restores(string server)
    {
        await using var source = await RedisInstance.StartOnAsync(server);
        await source.LoadAsync(100);
        var archive = source.NewFile("cloudradar-redis-data-20250101T000000Z.tgz");
        _ = await Tool.RunAsync(["tar", "-czf", archive, "."], source.Data);
        await using var target = await RedisInstance.StartOnAsync(server);

        var verdict = await target.RestoreAsync(TestArchives.Save(archive, await File.ReadAllBytesAsync(archive, RedisInstance.Cancel)));

        Assert.Equal(Outcome.Run, verdict.Outcome);
        Assert.Equal(await source.DigestAsync(), await target.DigestAsync());
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task Data_that_does_not_load_is_replaced_by_the_previous_data(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(100);
        var digest = await redis.DigestAsync();
        var files = redis.FilesInData();
        var broken = TestArchives.Save(redis.NewFile("broken.tgz"), TestArchives.Tgz(
            TestArchives.File("./appendonlydir/appendonly.aof.manifest", "file a.aof seq 1 type i\nfile b.aof seq 2 type i\n"),
            TestArchives.File("./appendonlydir/a.aof", "this is no append-only file\n"),
            TestArchives.File("./appendonlydir/b.aof")));

        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => redis.RestoreAsync(broken, force: true));

        Assert.Contains("previous data serves again", failure.Message, StringComparison.Ordinal);
        Assert.Equal(digest, await redis.DigestAsync());
        Assert.Equal(files, redis.FilesInData());
        // The pause that holds writes back while Redis is compared ends by itself, but only after this limit.
        var (exit, _) = await redis.Shell.TryReadAsync(new("redis-cli -s ../redis.sock SET writable 1") { Limit = TimeSpan.FromSeconds(10) }, RedisInstance.Cancel);
        Assert.True(exit.Succeeded, "writes are still held back");
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task Data_with_other_key_counts_than_its_manifest_is_replaced_by_the_previous_data(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(100);
        var backup = await redis.BackUpAsync();
        await redis.CallAsync("SET", "newer", "1");
        var digest = await redis.DigestAsync();
        await FalseManifest.PromiseOneKeyMoreAsync(redis.Store, backup.Name);

        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => redis.RestoreAsync(redis.PathOf(backup), force: true));

        Assert.Contains("where the backup has", failure.Message, StringComparison.Ordinal);
        Assert.Equal(digest, await redis.DigestAsync());
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_damaged_append_only_file_that_keeps_redis_from_starting_is_replaced_by_the_backup(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(100);
        var digest = await redis.DigestAsync();
        var backup = await redis.BackUpAsync();
        await redis.Process.StopAsync(RedisInstance.Cancel);
        await File.WriteAllTextAsync(Path.Combine(redis.AofFolder, "appendonly.aof.1.base.rdb"), "damaged", RedisInstance.Cancel);

        Assert.Equal(Outcome.Skipped, (await redis.RestoreAsync(redis.PathOf(backup))).Outcome);
        Assert.Equal(Outcome.Run, (await redis.RestoreAsync(redis.PathOf(backup), force: true)).Outcome);
        Assert.Equal(digest, await redis.DigestAsync());
    }

    [Fact]
    public async Task A_file_that_an_older_redis_has_begun_is_restored_backed_up_again_and_gone_when_it_is_replaced()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(100);
        await redis.CallAsync("BGREWRITEAOF");
        await redis.RewrittenAsync();
        await redis.Process.StopAsync(RedisInstance.Cancel);
        var old = Path.Combine(redis.AofFolder, "appendonly.aof");
        File.Move(Directory.GetFiles(redis.AofFolder, "*.base.rdb").Single(), old);
        await File.AppendAllTextAsync(old, "*3\r\n$3\r\nSET\r\n$6\r\nbehind\r\n$1\r\n1\r\n", RedisInstance.Cancel);
        await File.WriteAllTextAsync($"{old}.manifest", $"file appendonly.aof seq 2 type b\nfile {Path.GetFileName(Directory.GetFiles(redis.AofFolder, "*.incr.aof").Single())} seq 2 type i\n", RedisInstance.Cancel);
        await redis.Process.StartAsync(RedisInstance.Cancel);
        var digest = await redis.DigestAsync();

        Assert.Equal(Outcome.Run, (await redis.RestoreAsync(redis.PathOf(await redis.BackUpAsync()), force: true)).Outcome);

        Assert.False(File.Exists(old));
        Assert.Equal(Outcome.Run, (await redis.RestoreAsync(redis.PathOf(await redis.BackUpAsync()), force: true)).Outcome);
        Assert.Equal(digest, await redis.DigestAsync());
        Assert.Equal("1", (await redis.CallAsync("GET", "behind")).Trim());
    }

    [Fact]
    public async Task A_redis_that_holds_functions_is_not_fresh()
    {
        await using var source = await RedisInstance.StartAsync();
        await source.LoadAsync(10);
        var archive = source.PathOf(await source.BackUpAsync());
        await using var redis = await RedisInstance.StartAsync();
        _ = await redis.CallAsync("FUNCTION", "LOAD", "#!lua name=mine\nredis.register_function('f', function() return 1 end)");

        var verdict = await redis.RestoreAsync(archive);

        Assert.Equal(Outcome.Skipped, verdict.Outcome);
        Assert.Contains("mine", await redis.CallAsync("FUNCTION", "LIST"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--appendfilename", "temperature.aof", "--dbfilename", "temp-rature.rdb")]
    [InlineData("--appendonly", "no", "--dbfilename", "temp-rature")]
    [InlineData("--appenddirname", "a-folder-whose-name-is-a-long-one", "--appendfilename", "a-file-whose-name-is-longer-than-what-the-header-of-a-tar-holds.aof")]
    public async Task What_redis_calls_its_files_is_no_matter(params string[] arguments)
    {
        await using var redis = await RedisInstance.StartAsync(arguments);
        await redis.LoadAsync(100);

        await redis.RequireRestorableAsync();
    }

    [Fact]
    public async Task Where_redis_does_not_start_its_files_are_called_as_it_is_told_when_it_is_started()
    {
        await using var redis = await RedisInstance.StartAsync("--appenddirname", "log", "--appendfilename", "x.aof", "--dbfilename", "r.rdb");
        await redis.LoadAsync(100);
        var digest = await redis.DigestAsync();
        var backup = await redis.BackUpAsync();
        await redis.Process.StopAsync(RedisInstance.Cancel);
        await File.WriteAllTextAsync(Path.Combine(redis.Data, "log", "x.aof.1.base.rdb"), "damaged", RedisInstance.Cancel);

        Assert.Equal(Outcome.Run, (await redis.RestoreAsync(redis.PathOf(backup), force: true)).Outcome);
        Assert.Equal(digest, await redis.DigestAsync());
        Assert.All(redis.FilesInData(), file => Assert.StartsWith("log/", file, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task The_data_beside_a_damaged_manifest_is_still_there_after_a_restore_that_was_taken_back(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(100);
        var backup = await redis.BackUpAsync();
        await redis.Process.StopAsync(RedisInstance.Cancel);
        await File.WriteAllTextAsync(Path.Combine(redis.AofFolder, "appendonly.aof.manifest"), "", RedisInstance.Cancel);
        // Of a Redis before 7, and called as the journal calls Redis' own file.
        await File.WriteAllTextAsync(Path.Combine(redis.AofFolder, "appendonly.aof"), "all there is", RedisInstance.Cancel);
        var before = redis.FilesInData();
        var host = new FaultyHost(redis.Process, Fault.CutAfter, command => command.Arguments.Contains("stage"), () => Task.CompletedTask);

        _ = await Assert.ThrowsAnyAsync<LifecycleException>(() => RedisInstance.RestoreAsync(host, redis.PathOf(backup), force: true));
        Assert.True(host.WasReached);
        _ = await Assert.ThrowsAnyAsync<LifecycleException>(() => redis.BackUpAsync());

        Assert.Equal(before.Order(StringComparer.Ordinal), redis.FilesInData().Order(StringComparer.Ordinal));
    }
}
