using System.Security.Cryptography;
using Lifecycle.Embedded;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores.S3;
using Lifecycle.Tests.Proxies;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.S3;

[Collection("S3")]
public sealed class LeftoverTests(S3Server server)
{
    // Hexadecimal digits compress to half: more than one part.
    private const int Values = 120;
    private const int ValueBytes = 60_000;

    [Fact]
    public async Task An_upload_that_a_failed_backup_could_not_take_back_is_taken_back_by_the_next_one()
    {
        server.Require();
        var prefix = S3Server.NewPrefix();
        await using var redis = await RedisInstance.StartAsync();
        for (var number = 0; number < Values; number++)
        {
            _ = await redis.CallAsync("SET", $"key:{number}", Convert.ToHexString(RandomNumberGenerator.GetBytes(ValueBytes)));
        }

        var isGone = false;
        await using var proxy = new FaultProxy(server.Endpoint, request =>
        {
            isGone |= request.Target.Contains("partNumber", StringComparison.Ordinal);
            return isGone ? new WireFault(FaultKind.ResetBefore) : WireFault.None;
        });
        using var vanishing = server.Store(prefix, proxy.Endpoint);
        _ = await Assert.ThrowsAsync<UnreachableException>(() => BackUpAsync(redis, vanishing));
        _ = Assert.Single(await server.UploadsAsync(prefix));

        using var store = server.Store(prefix);
        await BackUpAsync(redis, store);
        Assert.Empty(await server.UploadsAsync(prefix));
    }

    private static async Task BackUpAsync(RedisInstance redis, S3Store store)
    {
        await using var held = await FileLock.AcquireAsync(redis.Folders.LockFile, "Backup", RedisInstance.Cancel);
        _ = await RedisInstance.BackUpAsync(redis.Host, store, held);
    }
}
