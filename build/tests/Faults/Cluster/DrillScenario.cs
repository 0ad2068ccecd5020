using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>A drill of a good backup: whatever befalls it, nothing is said against the backup, and the live Redis is not touched.</summary>
internal sealed class DrillScenario(FaultWorld world) : Scenario(world)
{
    private string _data = "";

    public override string[] Command => ["Drill"];

    public override async Task BeginAsync()
    {
        await base.BeginAsync();
        await World.Pod.FillAsync(megabytes: 1);
        _ = await World.MustAsync("Backup");
    }

    public override async Task PrepareAsync(int round)
    {
        await World.Pod.RenewAsync();
        _ = await World.Pod.CallAsync("SET", "round", $"{round}");
        _data = await World.Pod.FingerprintAsync();
    }

    public override async Task RequireNothingLostAsync(Outcome faulted)
    {
        Assert.Equal(_data, await World.Pod.FingerprintAsync());
        using var store = World.Server.Store(World.Prefix);
        var catalog = new Catalog(store);
        var backup = Assert.Single(await catalog.ListAsync(RedisInstance.Cancel));
        var record = await catalog.ReadDrillAsync(backup, RedisInstance.Cancel);
        Assert.True(record is { Passed: true }, $"the record says: {record?.Failure ?? "nothing"}");
        await Remains.RequireNoneAsync(World, Settings);
    }
}
