using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Access;

/// <summary>A life of a Redis, from its first start to one from a backup, on each server behind each guard.</summary>
public sealed class FullCircleTests
{
    public static TheoryData<string, string> Matrix
    {
        get
        {
            var matrix = new TheoryData<string, string>();
            foreach (var server in new[] { RedisServers.Redis7, RedisServers.Redis8, RedisServers.Valkey8 })
            {
                foreach (var guard in Guard.All)
                {
                    matrix.Add(server, guard);
                }
            }

            return matrix;
        }
    }

    [Fact]
    public Task Behind_a_password_what_is_restored_is_what_was_there() => GoRoundAsync(RedisServers.Redis7, "requirepass");

    [Theory]
    [Campaign]
    [MemberData(nameof(Matrix))]
    public Task What_is_restored_after_everything_is_gone_is_what_was_there(string server, string guard) => GoRoundAsync(server, guard);

    private static async Task GoRoundAsync(string server, string guard)
    {
        await using var checkout = await GuardedCheckout.CreateAsync(server, guard);
        _ = await checkout.RunAsync("Deploy", "--sample-keys", "50");
        await AllTypes.LoadAsync(checkout.Server);
        var before = await checkout.FingerprintAsync();
        Assert.Contains("Verify: RUN, all", await checkout.RunAsync("Verify"), StringComparison.Ordinal);
        Assert.Contains("REDIS-BACKUP: RUN", await checkout.RunAsync("Backup"), StringComparison.Ordinal);
        Assert.Contains("Drill: RUN", await checkout.RunAsync("Drill"), StringComparison.Ordinal);
        Assert.Contains("Destroy: RUN", await checkout.RunAsync("Destroy", "--confirm-destroy", "DESTROY"), StringComparison.Ordinal);
        Assert.False(checkout.Folders.HoldData);

        _ = await checkout.RunAsync("Deploy");
        Assert.NotEqual(before, await checkout.FingerprintAsync());
        Assert.Contains("REDIS-RESTORE: RUN", await checkout.RunAsync("Restore"), StringComparison.Ordinal);

        Assert.Equal(before, await checkout.FingerprintAsync());
        _ = await checkout.Server.CallAsync(RedisInstance.Cancel, "FLUSHALL");
        Assert.Contains("REDIS-RESTORE: RUN", await checkout.RunAsync("Restore", "--force"), StringComparison.Ordinal);
        Assert.Equal(before, await checkout.FingerprintAsync());
    }

    [Theory]
    [Campaign]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_redis_on_another_port_or_a_socket_of_its_own_is_found(string server)
    {
        foreach (var listening in new[] { $"port {LoopbackPort.Take()}", "port 0\nunixsocket ../mine.sock" })
        {
            await using var checkout = await GuardedCheckout.CreateAsync(server, _ => new Guard([listening]));
            Assert.Contains("REDIS-BACKUP: RUN, 11 keys", await checkout.RunAsync("Backup", "--sample-keys", "10"), StringComparison.Ordinal);
            Assert.Contains("REDIS-RESTORE: RUN, 11 keys", await checkout.RunAsync("Restore", "--force"), StringComparison.Ordinal);
            Assert.Contains("Drill: RUN", await checkout.RunAsync("Drill"), StringComparison.Ordinal);
        }
    }
}
