using Lifecycle.Archives;
using Lifecycle.Failures;
using Lifecycle.Stores;
using Lifecycle.Tests.Faults;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Operations;

/// <summary>A Redis that serves from its memory and would not start from its files: what it has written is looked at while it is stored.</summary>
public sealed class DamagedDataTests
{
    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task Damage_in_the_middle_is_no_backup_until_redis_has_written_its_file_anew(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(200);
        var increment = Path.Combine(redis.AofFolder, "appendonly.aof.1.incr.aof");
        await using (var file = new FileStream(increment, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = file.Length / 2;
            await file.WriteAsync(new byte[33], RedisInstance.Cancel);
        }

        await RequireRefusedAsync(redis);
    }

    public static TheoryData<string, string> Cases => new()
    {
        { "appendonly.aof.1.incr.aof", "*1\r\n$5\r\nMULTI\r\n" },
        { "appendonly.aof.1.incr.aof", "*1\r\n$5\r\nMULTI\r\n*1\r\n$5\r\nmulti\r\n" },
        { "appendonly.aof.1.incr.aof", "*2\r\n$4\r\nINCR\r\n$1\r\n" },
        { "appendonly.aof.1.incr.aof", "*1\r\n$0\r\n\r\n" },
        { "appendonly.aof.1.incr.aof", "RDB" },
        { "appendonly.aof.1.base.rdb", "behind its end" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_not_whole_is_no_backup(string name, string appended)
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(20);
        await File.AppendAllTextAsync(Path.Combine(redis.AofFolder, name), appended, RedisInstance.Cancel);

        await RequireRefusedAsync(redis, name);
    }

    // Notes, a base of commands, two databases, transactions, scripts and functions, then a rewrite and more of it.
    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task What_is_unusual_and_sound_is_a_backup(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server, "--aof-use-rdb-preamble", "no", "--aof-timestamp-enabled", "yes");
        await AllTypes.LoadAsync(redis);
        for (var round = 0; round < 2; round++)
        {
            _ = await redis.CallAsync("FUNCTION", "LOAD", "REPLACE", "#!lua name=library\nredis.register_function('f', function() return redis.call('SET', 'set by f', 'MULTI\\r\\n') end)");
            _ = await redis.CallAsync("FCALL", "f", "0");
            _ = await redis.CallAsync("EVAL", "redis.call('SET', 'a', '') redis.call('SELECT', '7') redis.call('HSET', 'h', '', string.rep('x', 300000)) redis.call('PEXPIRE', 'h', 1e9)", "0");
            _ = await redis.CallAsync("EVAL", "redis.call('MOVE', 'a', '3')", "0");
            await redis.RewriteAsync();
            await redis.LoadAsync(100);
        }

        await redis.RequireRestorableAsync();
    }

    [Fact]
    public void A_dump_of_a_later_valkey_is_one()
    {
        var check = new AppendedCheck("appendonlydir/appendonly.aof.1.base.rdb", mayBeDump: true);
        check.Take("VALKEY080"u8);
        check.Take([0xFF, 1, 2, 3]);
        check.Take([4, 5, 6, 7, 8]);
        check.Complete();
    }

    // Redis takes a write back that a full disk has cut short, and after a rewrite from the wrong place.
    [Theory]
    [Campaign]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task After_a_full_disk_and_a_rewrite_a_backup_restores_or_is_refused(string server)
    {
        await using var disk = await SmallDisk.MountAsync();
        await using var redis = await RedisInstance.StartInOnAsync(server, Directory.CreateDirectory(Path.Combine(disk.Path, "redis")));
        await redis.LoadAsync(20);
        await redis.RewriteAsync();
        await AppendAsync(redis);
        disk.Fill();
        await AppendAsync(redis);
        disk.Free();
        await Eventually.IsTrueAsync(async () => (await redis.CallAsync("INFO", "persistence")).Contains("aof_last_write_status:ok", StringComparison.Ordinal));
        await AppendAsync(redis);

        if (await Record.ExceptionAsync(redis.BackUpAsync) is { } refusal)
        {
            TestContext.Current.SendDiagnosticMessage($"{server}: a full disk has left damage: {refusal.Message}");
            Assert.Contains("would not start from it", Assert.IsType<LifecycleException>(refusal).Problem, StringComparison.Ordinal);
            await redis.RewriteAsync();
        }

        await redis.RequireRestorableAsync();
    }

    private static async Task RequireRefusedAsync(RedisInstance redis, string name = "appendonly.aof.1.incr.aof")
    {
        var refusal = await Assert.ThrowsAsync<LifecycleException>(redis.BackUpAsync);

        Assert.Contains($"appendonlydir/{name} is damaged, and Redis would not start from it", refusal.Problem, StringComparison.Ordinal);
        Assert.Contains("BGREWRITEAOF", refusal.Remedy, StringComparison.Ordinal);
        Assert.Empty(await new Catalog(redis.Store).ListAsync(RedisInstance.Cancel));
        Assert.False(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)));
        await redis.RewriteAsync();
        await redis.RequireRestorableAsync();
    }

    // A full disk refuses them sooner or later.
    private static async Task AppendAsync(RedisInstance redis)
    {
        for (var write = 0; write < 60; write++)
        {
            _ = await Record.ExceptionAsync(() => redis.CallAsync("EVAL", "for i = 1, 20 do redis.call('RPUSH', 'log', redis.call('LLEN', 'log') .. string.rep('x', 50)) end", "0"));
        }
    }
}
