using Lifecycle.Shells;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Redis;

/// <summary>Each server that scripts/test-redis.sh unpacks is the one that it is called, and lives as any other.</summary>
public sealed class ServerTests
{
    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_server_is_the_one_that_was_asked_for_and_is_found_ended_and_started_again(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server);
        await redis.LoadAsync(20);
        var (first, digest) = (redis.Process.ProcessId, await redis.DigestAsync());

        await redis.RestartAsync();

        Assert.NotEqual(first, redis.Process.ProcessId);
        Assert.Equal(digest, await redis.DigestAsync());
        var (product, version) = (server.Split('-')[0], server.Split('-')[1]);
        Assert.Contains($"\n{product}_version:{version}.", $"\n{await redis.CallAsync("INFO", "server")}", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task The_program_backs_up_the_server_that_it_finds_on_its_path(string server)
    {
        await using var checkout = await Checkout.CreateAsync(server);

        var (exitCode, output) = await checkout.RunAsync("Backup", "--sample-keys", "20");

        Assert.True(exitCode == 0, output);
        Assert.Contains("REDIS-BACKUP: RUN, 21 keys", output, StringComparison.Ordinal);
        var (exit, version) = await checkout.Redis.Shell.TryReadAsync(new("redis-server --version"), RedisInstance.Cancel);
        Assert.True(exit.Succeeded, exit.Error);
        Assert.Contains($"v={server.Split('-')[1]}.", version, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Valkey_answers_by_its_own_name_and_checks_its_own_files()
    {
        await using var redis = await RedisInstance.StartOnAsync(RedisServers.Valkey8);
        await redis.LoadAsync(20);

        Assert.Contains("server_name:valkey", await redis.CallAsync("INFO", "server"), StringComparison.Ordinal);
        var (exit, output) = await redis.Shell.TryReadAsync(new("redis-check-aof appendonlydir/appendonly.aof.manifest"), RedisInstance.Cancel);
        Assert.True(exit.Succeeded, exit.Error + output);
    }
}
