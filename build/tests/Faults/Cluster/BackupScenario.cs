namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>A backup large enough to be sent in parts.</summary>
internal sealed class BackupScenario(FaultWorld world) : Scenario(world)
{
    private const int Megabytes = 10;

    private string _data = "";

    public override string[] Command => ["Backup"];

    public override async Task BeginAsync()
    {
        await base.BeginAsync();
        await World.Pod.FillAsync(Megabytes);
    }

    public override async Task PrepareAsync(int round)
    {
        await World.Pod.RenewAsync();
        await EmptyStoreAsync();
        _ = await World.Pod.CallAsync("SET", "round", $"{round}");
        _data = await World.Pod.FingerprintAsync();
    }

    public override async Task RequireNothingLostAsync(Outcome faulted)
    {
        Assert.Equal(_data, await World.Pod.FingerprintAsync());
        var backups = await LoadCompleteBackupsAsync();
        Assert.Equal(faulted.ExitCode == 0 ? 2 : backups.Count, backups.Count);
        Assert.NotEmpty(backups);
        Assert.All(backups, backup => Assert.True(backup.Value == _data, $"backup {backup.Key} holds other data"));
        await Remains.RequireNoneAsync(World, Settings);
    }
}
