using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>A verb in the life of one Redis: what there is before it, and what must hold after it has met a fault and was run again.</summary>
internal abstract class Scenario(FaultWorld world) : IAsyncDisposable
{
    protected FaultWorld World => world;

    /// <summary>The settings of Redis before anything was done to it.</summary>
    protected string Settings { get; private set; } = "";

    public abstract string[] Command { get; }

    /// <summary>What somebody types next.</summary>
    public virtual string[] Again => Command;

    public static Scenario Of(string verb, FaultWorld world) => verb switch
    {
        "Backup" => new BackupScenario(world),
        "Restore" => new RestoreScenario(world),
        "Drill" => new DrillScenario(world),
        "Rotate" => new RotateScenario(world),
        "Archive" => new ArchiveScenario(world),
        _ => new DestroyScenario(world),
    };

    /// <summary>Once, before the first round.</summary>
    public virtual async Task BeginAsync()
    {
        if (Servers.ClusterState is not null)
        {
            await world.Pod.UseSmallDiskAsync();
        }

        Settings = await Remains.SettingsAsync(world);
    }

    /// <summary>Before each round.</summary>
    public abstract Task PrepareAsync(int round);

    /// <summary>After the run that met a fault and the one after it, which got through.</summary>
    /// <param name="faulted">The run that met the fault.</param>
    public abstract Task RequireNothingLostAsync(Outcome faulted);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Every backup that looks complete is loaded by a Redis that knows nothing of this tool.</summary>
    /// <returns>What each of them holds, by name.</returns>
    protected async Task<Dictionary<string, string>> LoadCompleteBackupsAsync()
    {
        var held = new Dictionary<string, string>();
        using var store = World.Server.Store(World.Prefix);
        foreach (var backup in (await new Catalog(store).ListAsync(RedisInstance.Cancel)).Where(backup => backup.IsComplete))
        {
            var path = Path.GetTempFileName();
            await using (var file = File.Create(path))
            await using (var archive = await store.OpenReadAsync(backup.Name.Archive, RedisInstance.Cancel))
            {
                await archive.CopyToAsync(file, RedisInstance.Cancel);
            }

            await using (var plain = await PlainRedis.FromArchiveAsync(path))
            {
                held[backup.Name.Timestamp] = (await plain.CallAsync(Fingerprint.Command)).Trim();
            }

            File.Delete(path);
        }

        return held;
    }

    /// <summary>Takes everything out of the store.</summary>
    protected async Task EmptyStoreAsync()
    {
        using var store = World.Server.Store(World.Prefix);
        var keys = new List<string>();
        await foreach (var stored in store.ListAsync("", RedisInstance.Cancel))
        {
            keys.Add(stored.Key);
        }

        Assert.Empty(await store.DeleteAsync(keys, RedisInstance.Cancel));
    }
}
