using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Stores;
using Lifecycle.Tests.Faults;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

/// <summary>A command that Redis refuses ends the verb before anything is begun, and is named.</summary>
public sealed class RefusedCommandTests
{
    public static TheoryData<string, string> BackupNeeds => new MatrixTheoryData<string, string>([.. RedisServers.Names], ["CLIENT", "CONFIG", "INFO"]);

    public static TheoryData<string, string> RestoreNeeds => new MatrixTheoryData<string, string>([.. RedisServers.Names], ["CLIENT", "CONFIG", "SHUTDOWN"]);

    [Theory]
    [MemberData(nameof(BackupNeeds))]
    public async Task A_backup_stores_nothing_where_what_it_needs_is_denied(string server, string command)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(50);
        await DenyAsync(redis, command);

        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(redis.BackUpAsync);

        Assert.Contains($"Redis refuses {command}", refusal.Problem, StringComparison.Ordinal);
        Assert.Contains("NOPERM", refusal.Problem, StringComparison.Ordinal);
        Assert.Empty(await new Catalog(redis.Store).ListAsync(RedisInstance.Cancel));
        Assert.DoesNotContain(redis.FilesInData(), file => file.StartsWith('.'));
    }

    [Theory]
    [MemberData(nameof(RestoreNeeds))]
    public async Task A_restore_touches_nothing_where_what_it_needs_is_denied(string server, string command)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(50);
        var archive = redis.PathOf(await redis.BackUpAsync());
        _ = await redis.CallAsync("SET", "newer", "1");
        var (digest, files) = (await redis.DigestAsync(), redis.FilesInData());
        await DenyAsync(redis, command);

        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => redis.RestoreAsync(archive, force: true));
        var rehearsed = await Assert.ThrowsAnyAsync<LifecycleException>(() => RedisInstance.RehearseAsync(redis.Host, archive));

        Assert.Contains($"Redis refuses {command}", refusal.Problem, StringComparison.Ordinal);
        Assert.Contains($"Redis refuses {command}", rehearsed.Problem, StringComparison.Ordinal);
        Assert.Equal(digest, await redis.DigestAsync());
        Assert.Equal(files, redis.FilesInData());
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task Without_the_append_only_file_a_restore_begins_nothing_where_it_may_not_save_what_is_there(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server, "--appendonly", "no");
        await redis.LoadAsync(50);
        var archive = redis.PathOf(await redis.BackUpAsync());
        _ = await redis.CallAsync("SET", "newer", "1");
        var (digest, files) = (await redis.DigestAsync(), redis.FilesInData());
        await DenyAsync(redis, "BGSAVE");

        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => redis.RestoreAsync(archive, force: true));

        Assert.Contains("Redis refuses BGSAVE", refusal.Problem, StringComparison.Ordinal);
        Assert.Equal(digest, await redis.DigestAsync());
        Assert.Equal(files, redis.FilesInData());
    }

    [Fact]
    public async Task A_renamed_command_is_refused_as_a_denied_one_is()
    {
        await using var redis = await RedisInstance.StartAsync("--rename-command", "CLIENT", "hidden");

        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(redis.BackUpAsync);

        Assert.Contains("Redis refuses CLIENT UNPAUSE", refusal.Problem, StringComparison.Ordinal);
        Assert.Contains("do not rename it", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_that_is_skipped_anyway_does_not_fail_for_want_of_a_right()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(50);
        var archive = redis.PathOf(await redis.BackUpAsync());
        await DenyAsync(redis, "SHUTDOWN");

        Assert.Equal(Outcome.Skipped, (await redis.RestoreAsync(archive)).Outcome);
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task An_undo_exchanges_nothing_where_Redis_may_not_be_ended(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(50);
        var archive = redis.PathOf(await redis.BackUpAsync());
        _ = await redis.CallAsync("SET", "newer", "1");
        var previous = await redis.DigestAsync();
        _ = await Assert.ThrowsAnyAsync<LifecycleException>(() => RedisInstance.RestoreAsync(CutFromFinishing.On(redis.Process), archive, force: true));
        var manifest = await ManifestAsync(redis);
        await DenyAsync(redis, "SHUTDOWN");

        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => Recovery.DecideAsync(redis.Host, finish: false, Silence.Reporter, RedisInstance.Cancel));

        Assert.Contains("Redis refuses SHUTDOWN", refusal.Problem, StringComparison.Ordinal);
        Assert.Equal(manifest, await ManifestAsync(redis));
        _ = await redis.CallAsync("ACL", "SETUSER", "default", "+shutdown");
        _ = await Recovery.DecideAsync(redis.Host, finish: false, Silence.Reporter, RedisInstance.Cancel);
        Assert.Equal(previous, await redis.DigestAsync());
    }

    private static Task<string> ManifestAsync(RedisInstance redis) => File.ReadAllTextAsync(Path.Combine(redis.AofFolder, "appendonly.aof.manifest"), RedisInstance.Cancel);

    private static async Task DenyAsync(RedisInstance redis, string command) =>
        Assert.Equal("OK", (await redis.CallAsync("ACL", "SETUSER", "default", $"-{command.ToLowerInvariant()}")).Trim());
}
