using Lifecycle.Cluster;
using Lifecycle.Environments;
using Lifecycle.Restoring;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Cluster;

/// <summary>Load every type, back up, drill, lose everything, restore: everything equal.</summary>
internal sealed class Circle(ClusterEnvironment environment, FolderStore store, Notes notes)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task RunAsync()
    {
        var (before, source) = await BackUpAsync();
        await DrillAsync(before, source);
        _ = await environment.DestroyAsync(notes, keepVolume: false, dryRun: false, Token);
        _ = await environment.DeployAsync(notes, dryRun: false, Token);
        Assert.NotEqual(before, await FingerprintAsync(environment.Redis));
        await RestoreAsync(source, force: false);
        Assert.Equal(before, await FingerprintAsync(environment.Redis));
    }

    /// <summary>Where the tool has not deployed it: back up, write more, restore.</summary>
    public async Task<(string Fingerprint, RestoreSource Source)> RunInPlaceAsync()
    {
        var (before, source) = await BackUpAsync();
        _ = await (await ServerAsync(environment.Redis)).CallAsync(Token, "SET", "later", "1");
        await RestoreAsync(source, force: true);
        Assert.Equal(before, await FingerprintAsync(environment.Redis));
        return (before, source);
    }

    /// <summary>Not every throwaway may be asked for a digest of its values: their names and expiries must do.</summary>
    public async Task DrillAsync(string before, RestoreSource source)
    {
        await using var held = await environment.LockAsync("Drill", Token);
        await using var throwaway = await environment.StartThrowawayAsync(notes, Token);
        _ = await RedisInstance.RestoreAsync(throwaway, source, force: true, held, notes);
        Assert.EndsWith(await (await ServerAsync(throwaway)).CallAsync(Token, Fingerprint.Expiries), before, StringComparison.Ordinal);
    }

    public async Task<(string Fingerprint, RestoreSource Source)> BackUpAsync()
    {
        await AllTypes.LoadAsync(await ServerAsync(environment.Redis));
        var before = await FingerprintAsync(environment.Redis);
        _ = await RedisInstance.BackUpAsync(environment.Redis, store);
        return (before, await RestoreSource.FromAsync(store, (await new Catalog(store).ListAsync(Token))[0], Token));
    }

    private async Task RestoreAsync(RestoreSource source, bool force)
    {
        await using var held = await environment.LockAsync("Restore", Token);
        var verdict = await RedisInstance.RestoreAsync(environment.Redis, source, force, held, notes);
        Assert.StartsWith("REDIS-RESTORE: RUN", verdict.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> FingerprintAsync(IRedisHost host)
    {
        var server = await ServerAsync(host);
        return await server.CallAsync(Token, "DEBUG", "DIGEST") + await server.CallAsync(Token, Fingerprint.Expiries);
    }

    private static async Task<RedisServer> ServerAsync(IRedisHost host)
    {
        var redis = await host.TryConnectAsync(Token);
        Assert.NotNull(redis);
        return new RedisServer(redis.Shell, redis.Access);
    }
}
