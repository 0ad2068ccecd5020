using Lifecycle.Archives;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Operations;

/// <summary>An archive whose manifest says all that a restore has to know is read once: checked while it is staged, exchanged only when found whole.</summary>
public sealed class OnePassTests
{
    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task An_archive_of_this_tool_is_read_once(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await AllTypes.LoadAsync(redis);
        var digest = await redis.DigestAsync();
        var backup = await redis.BackUpAsync();
        await redis.CallAsync("SET", "newer", "1");

        Assert.Equal(1, await ReadingsAsync(redis, redis.PathOf(backup)));

        Assert.Equal(digest, await redis.DigestAsync());
    }

    [Fact]
    public async Task One_that_was_made_before_manifests_said_so_is_read_whole_before_anything_is_written()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(20);
        var backup = await redis.BackUpAsync();
        await FalseManifest.PromiseAsync(redis.Store, backup.Name, manifest => manifest with { AofManifest = null });

        Assert.Equal(2, await ReadingsAsync(redis, redis.PathOf(backup)));
    }

    [Fact]
    public async Task A_dump_that_is_larger_than_what_redis_loads_may_lie_beside_it()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(500);
        _ = await redis.CallAsync("SAVE");
        _ = await redis.CallAsync("FLUSHALL");
        _ = await redis.CallAsync("SET", "last", "1");
        _ = await redis.CallAsync("BGREWRITEAOF");
        await redis.RewrittenAsync();
        var digest = await redis.DigestAsync();
        var backup = await redis.BackUpAsync();

        Assert.Equal(1, await ReadingsAsync(redis, redis.PathOf(backup)));

        Assert.Equal(digest, await redis.DigestAsync());
    }

    [Fact]
    public async Task An_append_only_file_that_is_all_base_restores_where_it_is_off()
    {
        await using var appending = await RedisInstance.StartAsync();
        await appending.LoadAsync(50);
        _ = await appending.CallAsync("BGREWRITEAOF");
        await appending.RewrittenAsync();
        var backup = await appending.BackUpAsync();
        await using var dumping = await RedisInstance.StartAsync("--appendonly", "no");

        Assert.Equal(2, await ReadingsAsync(dumping, appending.PathOf(backup)));

        Assert.Equal(await appending.DigestAsync(), await dumping.DigestAsync());
    }

    [Theory]
    [MemberData(nameof(ArchiveDamage.All), MemberType = typeof(ArchiveDamage))]
    public async Task A_damaged_one_leaves_redis_serving_what_it_served_and_nothing_on_the_volume(ArchiveDamage damage)
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(50);
        var backup = await redis.BackUpAsync();
        await redis.CallAsync("SET", "newer", "1");
        var path = redis.NewFile("damaged.tgz");
        damage.Save(redis.PathOf(backup), path);
        File.Copy(await FalseManifest.FindAsync(redis.Store, backup.Name), redis.NewFile("damaged.manifest.json"));

        await RefusedAsync(redis, () => redis.RestoreAsync(path, force: true, damage.Promised));
    }

    public static TheoryData<string, Func<BackupManifest, BackupManifest>> FalsePromises => new()
    {
        { "another digest of a file", manifest => manifest with { Files = [.. manifest.Files.Select(file => file with { Sha256 = new string('0', 64) })] } },
        { "a file less", manifest => manifest with { Files = [.. manifest.Files.Skip(1)] } },
        { "a file more", manifest => manifest with { Files = [.. manifest.Files, new ArchivedFile("appendonlydir/more.aof", 0, new string('0', 64))] } },
        { "a file that is longer", manifest => manifest with { Files = [.. manifest.Files.Select(file => file with { Size = file.Size + 1 })] } },
        { "a file of less than nothing", manifest => manifest with { Files = [.. manifest.Files.Select(file => file with { Size = -1 })] } },
        { "more than there is room for", manifest => manifest with { Files = [.. manifest.Files.Select(file => file with { Size = 1L << 40 })] } },
        { "more than can be counted", manifest => manifest with { Files = [.. manifest.Files.Select(file => file with { Size = long.MaxValue })] } },
        { "no file at all", manifest => manifest with { Files = [.. manifest.Files, null!] } },
        { "another order of the files", manifest => manifest with { Files = [.. manifest.Files.Reverse()] } },
        { "that a part is not loaded", manifest => manifest with { AofManifest = manifest.AofManifest!.Split('\n')[0] } },
        { "that a part is loaded as another kind", manifest => manifest with { AofManifest = manifest.AofManifest!.Replace("type b", "type i", StringComparison.Ordinal) } },
        { "a part of another name", manifest => manifest with { AofManifest = manifest.AofManifest!.Replace("appendonly", "other", StringComparison.Ordinal) } },
        { "no words of Redis", manifest => manifest with { AofManifest = "nothing" } },
    };

    [Theory]
    [MemberData(nameof(FalsePromises))]
    public async Task One_whose_manifest_promises_something_else_is_refused(string what, Func<BackupManifest, BackupManifest> falsify)
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(50);
        var backup = await redis.BackUpAsync();
        await redis.CallAsync("SET", "newer", what);
        await FalseManifest.PromiseAsync(redis.Store, backup.Name, falsify);

        await RefusedAsync(redis, () => redis.RestoreAsync(redis.PathOf(backup), force: true));
    }

    private static async Task RefusedAsync(RedisInstance redis, Func<Task> restore)
    {
        var (digest, files, run) = (await redis.DigestAsync(), redis.FilesInData(), (await redis.Process.Server.GetInfoAsync(RedisInstance.Cancel)).RunId);

        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(restore);

        Assert.Matches("is not restored, and Redis' data is as it was|nothing was touched", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.Equal(digest, await redis.DigestAsync());
        Assert.Equal(files, redis.FilesInData());
        Assert.Equal(run, (await redis.Process.Server.GetInfoAsync(RedisInstance.Cancel)).RunId);
        Assert.Equal("OK", (await redis.CallAsync("SET", "writable", "1")).Trim());
    }

    private static async Task<int> ReadingsAsync(RedisInstance redis, string archive)
    {
        var readings = 0;
        var source = await RestoreSource.FromFileAsync(archive, sha256: null, RedisInstance.Cancel);
        var counted = source with { OpenAsync = token => { readings++; return source.OpenAsync(token); } };
        Assert.Equal(Outcome.Run, (await RedisInstance.RestoreAsync(redis.Host, counted, force: true, NoLock.Instance, Silence.Reporter)).Outcome);
        return readings;
    }
}
