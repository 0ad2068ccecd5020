namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>From a Redis with data to nothing at all, and back again from the backup that was made on the way.</summary>
internal sealed class DestroyScenario(FaultWorld world) : Scenario(world)
{
    private string _data = "";

    public override string[] Command => ["Destroy", "--confirm-destroy", "DESTROY"];

    // Its Redis is another in each round, and gone when it is looked at.
    public override Task BeginAsync() => Task.CompletedTask;

    public override async Task PrepareAsync(int round)
    {
        await EmptyStoreAsync();
        _ = await World.MustAsync("Deploy");
        await World.Pod.FillAsync(megabytes: 1);
        _ = await World.Pod.CallAsync("SET", "round", $"{round}");
        _data = await World.Pod.FingerprintAsync();
    }

    public override async Task RequireNothingLostAsync(Outcome faulted)
    {
        await Remains.RequireNoneInClusterAsync(World);
        Assert.Empty(await Remains.NamesAsync(World));
        Assert.Empty(await World.Server.UploadsAsync(World.Prefix));
        var backups = await LoadCompleteBackupsAsync();
        Assert.True(backups.ContainsValue(_data), "no backup holds what was destroyed");
        Assert.All(backups, backup => Assert.True(backup.Value == _data, $"backup {backup.Key} holds other data"));
    }
}
