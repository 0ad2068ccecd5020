using System.Globalization;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Operations;

public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_loads_in_a_plain_redis_with_every_key_equal()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(2000);
        var backup = await redis.BackUpAsync();

        await using var plain = await PlainRedis.FromArchiveAsync(redis.PathOf(backup));

        Assert.Equal(await redis.DigestAsync(), await plain.DigestAsync());
        Assert.Equal(backup.Snapshot.Keyspace.Total, (await plain.KeyspaceAsync()).Total);
    }

    [Theory]
    [InlineData("tar", "-tzf")]
    [InlineData("busybox", "tar", "-tzf")]
    public async Task Every_tar_lists_it_relative_to_the_data_directory(params string[] tar)
    {
        Assert.SkipUnless(Tool.IsOnPath(tar[0]), $"{tar[0]} is not on PATH: install it to run this test");
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(10);
        var backup = await redis.BackUpAsync();

        var listing = await Tool.RunAsync([.. tar, redis.PathOf(backup)], redis.Data);

        Assert.Contains("./appendonlydir/appendonly.aof.manifest", listing.Split('\n'));
        Assert.All(listing.Split('\n', StringSplitOptions.RemoveEmptyEntries), name => Assert.StartsWith("./", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sha256sum_confirms_it_in_its_own_folder()
    {
        await using var redis = await RedisInstance.StartAsync();
        var backup = await redis.BackUpAsync();

        var output = await Tool.RunAsync(["sha256sum", "-c", $"{backup.Name.ArchiveFileName}.sha256"], Path.GetDirectoryName(redis.PathOf(backup))!);

        Assert.Equal($"{backup.Name.ArchiveFileName}: OK\n", output);
    }

    [Fact]
    public async Task It_leaves_no_scratch_folder_and_no_changed_setting()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(100);
        var (files, settings) = (redis.FilesInData(), await redis.CallAsync("CONFIG", "GET", "*"));

        _ = await redis.BackUpAsync();

        Assert.Equal(files, redis.FilesInData());
        Assert.False(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)));
        Assert.Equal(settings, await redis.CallAsync("CONFIG", "GET", "*"));
    }

    [Fact]
    public async Task What_a_killed_backup_has_left_goes_with_the_next()
    {
        await using var redis = await RedisInstance.StartAsync();
        var left = Directory.CreateDirectory(Path.Combine(redis.Data, Scratch.Snapshot, "appendonlydir"));
        _ = await Tool.RunAsync(["ln", Path.Combine(redis.AofFolder, "appendonly.aof.manifest"), left.FullName], redis.Data);

        _ = await redis.BackUpAsync();

        Assert.DoesNotContain(redis.FilesInData(), file => file.StartsWith(Scratch.Folder, StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)));
    }

    [Fact]
    public async Task Redis_without_an_append_only_file_is_backed_up_by_a_dump_and_restores_into_one_with_it()
    {
        await using var dumping = await RedisInstance.StartAsync("--appendonly", "no");
        await dumping.LoadAsync(500);
        var backup = await dumping.BackUpAsync();
        await using var appending = await RedisInstance.StartAsync();

        _ = await appending.RestoreAsync(dumping.PathOf(backup));

        Assert.Equal(await dumping.DigestAsync(), await appending.DigestAsync());
    }

    [Fact]
    public async Task Append_only_files_on_another_file_system_are_refused_with_that_reason()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "there is no second file system at /dev/shm");
        await using var redis = await RedisInstance.StartAsync();
        var elsewhere = Directory.CreateDirectory($"/dev/shm/redis-lifecycle-test-{Guid.NewGuid():n}");
        try
        {
            _ = await Tool.RunAsync(["cp", "-R", $"{redis.AofFolder}/.", elsewhere.FullName], redis.Data);
            Directory.Delete(redis.AofFolder, recursive: true);
            _ = Directory.CreateSymbolicLink(redis.AofFolder, elsewhere.FullName);

            var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(redis.BackUpAsync);

            Assert.Contains("another file system", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Backups_within_one_second_get_names_of_their_own()
    {
        await using var redis = await RedisInstance.StartAsync();

        var names = new[] { await redis.BackUpAsync(), await redis.BackUpAsync(), await redis.BackUpAsync() }.Select(backup => backup.Name).ToList();

        Assert.Equal(3, names.Distinct().Count());
    }

    [Fact]
    public async Task Nothing_complete_is_left_when_the_store_fails_half_way()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(100);
        var store = new FailingStore(redis.Store, failAt: ".sha256");

        await Assert.ThrowsAnyAsync<IOException>(() => RedisInstance.BackUpAsync(redis.Host, store));

        Assert.DoesNotContain(await new Catalog(redis.Store).ListAsync(RedisInstance.Cancel), backup => backup.IsComplete);
        Assert.False(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)));
    }

    [Theory]
    [Campaign]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task Under_writes_and_rewrites_every_backup_loads_and_holds_every_write_acknowledged_before_it(string server)
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("TEST_BACKUP_ROUNDS") ?? "20", CultureInfo.InvariantCulture);
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(1000);
        await using var traffic = await Traffic.StartAsync(redis);
        var rewrites = traffic.Rewrites;
        for (var round = 0; round < rounds; round++)
        {
            var acknowledged = traffic.Acknowledged;
            var backup = await redis.BackUpAsync();
            await using var plain = await PlainRedis.FromArchiveAsync(redis.PathOf(backup), server);

            Assert.True(traffic.Acknowledged > acknowledged, "nobody writes any more: the round has tested nothing");
            var held = long.Parse(await plain.CallAsync("GET", Traffic.Counter), CultureInfo.InvariantCulture);
            Assert.True(held >= acknowledged, $"backup {round} holds write {held}, and {acknowledged} was acknowledged before it");
            Assert.Null(backup.Snapshot.Keyspace.Contradiction(await plain.KeyspaceAsync()));
            Directory.Delete(Path.GetDirectoryName(redis.PathOf(backup))!, recursive: true);
        }

        Assert.True(traffic.Rewrites > rewrites, "no rewrite came between: the test has tested nothing");
    }
}
