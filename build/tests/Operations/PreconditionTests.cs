using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

/// <summary>What would go wrong later is looked at first.</summary>
public sealed class PreconditionTests
{
    // Format 10 is of Redis 7.0, 11 of Valkey, 12 of Redis 8: each reads its own and what is older.
    public static TheoryData<string, string, bool> Pairs => new()
    {
        { RedisServers.Redis7, RedisServers.Redis8, true },
        { RedisServers.Redis7, RedisServers.Valkey8, true },
        { RedisServers.Valkey8, RedisServers.Redis8, true },
        { RedisServers.Redis8, RedisServers.Redis7, false },
        { RedisServers.Redis8, RedisServers.Valkey8, false },
        { RedisServers.Valkey8, RedisServers.Redis7, false },
    };

    // DUMP carries the format of the server that is asked: between two servers values cannot be compared by it.
    private static readonly string[] KeysAndTypes = ["EVAL", "local keys = redis.call('KEYS', '*') table.sort(keys) for i, key in ipairs(keys) do keys[i] = key .. redis.call('TYPE', key).ok .. redis.call('PEXPIRETIME', key) end return table.concat(keys, ' ')", "0"];

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_backup_of_another_server_restores_or_both_versions_are_named_before_anything_is_touched(string from, string to, bool isRead)
    {
        await using var source = await RedisInstance.StartOnAsync(from);
        await AllTypes.LoadAsync(source);
        // A base of its own, which says who wrote it.
        _ = await source.CallAsync("BGREWRITEAOF");
        var archive = source.PathOf(await source.BackUpAsync());
        await using var target = await RedisInstance.StartOnAsync(to);
        await target.LoadAsync(20);
        var (digest, files) = (await target.DigestAsync(), target.FilesInData());

        if (isRead)
        {
            Assert.Equal(Outcome.Run, (await target.RestoreAsync(archive, force: true)).Outcome);
            Assert.Equal((await source.CallAsync(KeysAndTypes)).Trim(), (await target.CallAsync(KeysAndTypes)).Trim());
            return;
        }

        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => target.RestoreAsync(archive, force: true));
        Assert.Contains(Said(from), refusal.Problem, StringComparison.Ordinal);
        Assert.Contains(Said(to), refusal.Problem, StringComparison.Ordinal);
        Assert.IsNotType<UnusableBackupException>(refusal);
        Assert.Equal(digest, await target.DigestAsync());
        Assert.Equal(files, target.FilesInData());
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_replica_is_not_restored_into(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(20);
        var archive = redis.PathOf(await redis.BackUpAsync());
        _ = await redis.CallAsync("REPLICAOF", "127.0.0.1", "1");
        var files = redis.FilesInData();

        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => redis.RestoreAsync(archive, force: true));

        Assert.Contains("is a replica", refusal.Problem, StringComparison.Ordinal);
        Assert.Equal(files, redis.FilesInData());
    }

    [Fact]
    public async Task A_file_system_without_hard_links_is_said_to_be_one()
    {
        await using var checkout = await Checkout.CreateAsync();
        Assert.Equal(0, (await checkout.RunAsync("Deploy")).ExitCode);
        var programs = Directory.CreateDirectory(Path.Combine(checkout.Root, "programs")).FullName;
        await StandIn.WriteAsync(programs, "ln", "echo 'ln: Operation not permitted' >&2\nexit 1");
        checkout.Variables["PATH"] = $"{programs}{Path.PathSeparator}{checkout.ProgramPath}";

        var (exitCode, output) = await checkout.RunAsync("Backup");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("has no hard links, which a snapshot is made of", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task What_the_settings_point_to_on_the_volume_is_named_as_not_in_the_backup(string server)
    {
        var root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(root.FullName, "redis", "data")).FullName, "users.acl"), "user default on nopass ~* &* +@all\n", RedisInstance.Cancel);
        await using var redis = await RedisInstance.StartInOnAsync(server, root, "--aclfile", "./users.acl");
        var said = new StringWriter();

        _ = await RedisInstance.BackUpAsync(redis.Host, redis.Store, new ConsoleReporter(said, said, terminal: false, colours: false));

        Assert.Contains("Warning: Redis' settings point to what no backup holds: aclfile ./users.acl", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restore_it_is_still_there()
    {
        var root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");
        var rules = Path.Combine(Directory.CreateDirectory(Path.Combine(root.FullName, "redis", "data")).FullName, "users.acl");
        await File.WriteAllTextAsync(rules, "user default on nopass ~* &* +@all\n", RedisInstance.Cancel);
        await using var redis = await RedisInstance.StartInAsync(root, "--aclfile", "./users.acl");
        await redis.LoadAsync(20);
        var archive = redis.PathOf(await redis.BackUpAsync());

        Assert.Equal(Outcome.Run, (await redis.RestoreAsync(archive, force: true)).Outcome);

        Assert.True(File.Exists(rules));
    }

    private static string Said(string server) => $"{char.ToUpperInvariant(server[0])}{server[1..].Replace('-', ' ')}.";
}
