using Lifecycle.Tests.Proxies;

namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>What can befall a step.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Strike">Does it, and says what becomes of the request itself.</param>
internal sealed record StepFault(string Name, Func<FaultWorld, Door, Task<WireFault>> Strike)
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(3);

    /// <summary>Puts right what a run cannot: a server that was stopped, a disk that was filled.</summary>
    public Func<FaultWorld, Task> Repair { get; init; } = _ => Task.CompletedTask;

    /// <summary>Nobody can give a lock back: it has to expire.</summary>
    public bool LeavesLock { get; init; }

    /// <summary>It would befall others that run at the same time.</summary>
    public bool IsShared { get; init; }

    public static StepFault ProgramKilledBefore { get; } = new("SIGKILL before", (world, _) =>
    {
        world.KillProgram();
        return Task.FromResult(new WireFault(FaultKind.ResetBefore));
    }) { LeavesLock = true };

    public static StepFault ProgramKilledAfter { get; } = new("SIGKILL after", (world, _) =>
        Task.FromResult(new WireFault(FaultKind.ResetAfter) { Then = world.KillProgram })) { LeavesLock = true };

    public static StepFault CutBefore { get; } = Wire("connection cut before", FaultKind.ResetBefore);

    public static StepFault CutAfter { get; } = Wire("connection cut after", FaultKind.ResetAfter);

    public static StepFault CutWithin { get; } = Wire("connection cut in the answer", FaultKind.Truncate);

    public static StepFault Stalled { get; } = Wire("connection stalled, then cut", FaultKind.Stall);

    public static StepFault Gone { get; } = new("partner gone for good", (world, door) =>
    {
        world.Close(door);
        return Task.FromResult(new WireFault(FaultKind.ResetBefore));
    }) { LeavesLock = true };

    public static StepFault RedisKilled { get; } = new("Redis killed", async (world, _) =>
    {
        await world.Pod.KillRedisAsync();
        return WireFault.None;
    });

    public static StepFault PodDeleted { get; } = new("pod deleted", async (world, _) =>
    {
        await world.Pod.DeleteAsync();
        return WireFault.None;
    });

    public static StepFault DiskFull { get; } = new("disk of /data full", async (world, _) =>
    {
        await world.Pod.FillDiskAsync();
        return WireFault.None;
    }) { Repair = world => world.Pod.FreeDiskAsync() };

    public static StepFault ApiServerKilled { get; } = new("API server killed", async (_, _) =>
    {
        await Servers.StopApiServerAsync();
        return WireFault.None;
    }) { Repair = _ => Servers.StartApiServerAsync(), IsShared = true, LeavesLock = true };

    public static StepFault StoreKilled { get; } = new("S3 server killed", async (_, _) =>
    {
        await Servers.StopStoreAsync();
        return WireFault.None;
    }) { Repair = _ => Servers.StartStoreAsync(), IsShared = true };

    public static IReadOnlyList<StepFault> Kills { get; } = [ProgramKilledBefore, ProgramKilledAfter];

    public static IReadOnlyList<StepFault> Others { get; } = [CutBefore, CutAfter, CutWithin, Stalled, Gone, RedisKilled, PodDeleted, DiskFull, ApiServerKilled, StoreKilled];

    public Task<WireFault> StrikeAsync(FaultWorld world, Door door) => Strike(world, door);

    public override string ToString() => Name;

    private static StepFault Wire(string name, FaultKind kind) => new(name, (_, _) => Task.FromResult(new WireFault(kind) { Hold = Stall }));
}
