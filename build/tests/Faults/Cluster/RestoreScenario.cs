namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>A restore over data that is there.</summary>
internal sealed class RestoreScenario(FaultWorld world) : Scenario(world)
{
    private string _backup = "";
    private string _previous = "";

    public override string[] Command => ["Restore", "--force"];

    public override string[] Again => ["Restore"];

    public override async Task BeginAsync()
    {
        await base.BeginAsync();
        await World.Pod.FillAsync(megabytes: 1);
        _backup = await World.Pod.FingerprintAsync();
        _ = await World.MustAsync("Backup");
    }

    public override async Task PrepareAsync(int round)
    {
        await World.Pod.RenewAsync();
        _ = await World.Pod.CallAsync("SET", "round", $"{round}");
        _previous = await World.Pod.FingerprintAsync();
    }

    public override async Task RequireNothingLostAsync(Outcome faulted)
    {
        var data = await World.Pod.FingerprintAsync();
        Assert.True(data == _backup || (data == _previous && faulted.ExitCode != 0), $"neither the whole previous nor the whole restored data: {data}");
        await Remains.RequireNoneAsync(World, Settings);
    }
}
