using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Lifecycle.Tests.S3;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>
/// The real program on the real cluster and the real S3 server: a fault at every step of every verb, then the verb again.
/// By default at some steps, at all of them in FaultTest. Alone, since it ends the API server and the store under whoever uses them.
/// </summary>
[Campaign]
[Collection("Alone")]
public sealed class ClusterFaultTests(S3Server server)
{
    private const int Workers = 3;

    /// <summary>An archiver waits most of its time.</summary>
    private const int Archivers = 6;

    /// <summary>Every verb begins with them: it reads the lock, takes it, and begins to look around.</summary>
    private const int LockSteps = 4;

    /// <summary>Every so manyeth step meets a SIGKILL; the other faults take turns at every so manyeth.</summary>
    private static readonly int Stride = Setting("TEST_FAULT_STRIDE", 12);

    /// <summary>Shifts which of the other faults meets which step: as many runs as there are faults have met every step with each.</summary>
    private static readonly int Turn = Setting("TEST_FAULT_TURN", 0);

    private static readonly string? Verb = Environment.GetEnvironmentVariable("TEST_FAULT_VERB");

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(Setting("TEST_FAULT_MINUTES", 1));

    [Theory]
    [InlineData("Backup", RedisServers.Redis7, 0.6)]
    [InlineData("Restore", RedisServers.Redis7, 1)]
    [InlineData("Restore", RedisServers.Redis8, 1)]
    [InlineData("Restore", RedisServers.Valkey8, 1)]
    [InlineData("Drill", RedisServers.Redis7, 0.6)]
    [InlineData("Drill", RedisServers.Redis8, 0.6)]
    [InlineData("Drill", RedisServers.Valkey8, 0.6)]
    [InlineData("Rotate", RedisServers.Redis7, 0.3)]
    [InlineData("Archive", RedisServers.Redis7, 0.8)]
    [InlineData("Destroy", RedisServers.Redis7, 0.5)]
    public async Task Whatever_fails_at_whatever_step_nothing_is_lost_and_the_next_run_puts_it_right(string verb, string redis, double share)
    {
        server.Require();
        Assert.SkipWhen(Verb is { Length: > 0 } && Verb != verb, $"TEST_FAULT_VERB asks for {Verb} alone");
        var limit = Limit * share;
        var campaign = new Campaign(verb, redis, server);
        var steps = await campaign.CountStepsAsync();
        var started = Stopwatch.GetTimestamp();
        var planned = Plans(steps).Where(plan => IsPossible(plan.Fault, verb)).ToList();
        var shared = new ConcurrentQueue<Plan>(planned.Where(plan => plan.Fault.IsShared));
        await campaign.RunAsync(shared, () => Stopwatch.GetElapsedTime(started) < limit / 3);
        var rounds = new ConcurrentQueue<Plan>(planned.Where(plan => !plan.Fault.IsShared));
        await Task.WhenAll(Enumerable.Range(0, verb == "Archive" ? Archivers : Workers).Select(_ => campaign.RunAsync(rounds, () => Stopwatch.GetElapsedTime(started) < limit)));

        campaign.Close();
        TestContext.Current.SendDiagnosticMessage($"{verb}, {redis}: {steps} steps, {planned.Count - rounds.Count - shared.Count} of {planned.Count} planned faults met in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        Assert.True(campaign.Losses.Count == 0, string.Join("\n", campaign.Losses));
    }

    /// <summary>The lock's steps, then each step once, then each once more: a run that is cut short has still been everywhere.</summary>
    private static IEnumerable<Plan> Plans(int steps)
    {
        var locking = Enumerable.Range(1, LockSteps).Select(step => new Plan(StepFault.CutAfter, step));
        var kills = StepFault.Kills.SelectMany((fault, index) => Enumerable.Range(1, steps).Where(step => (step + index) % Stride == 0).Select(step => new Plan(fault, step)));
        var others = Enumerable.Range(1, steps).Where(step => step % ((Stride / 2) + 1) == 0).Select(step => new Plan(StepFault.Others[((step / ((Stride / 2) + 1)) + Turn) % StepFault.Others.Count], step));
        return locking.Concat(Around(kills.Concat(others)));
    }

    private static IEnumerable<Plan> Around(IEnumerable<Plan> plans) => plans
        .GroupBy(plan => plan.Step)
        .SelectMany(step => step.OrderBy(plan => Scatter(step.Key + plan.Fault.Name.Length)).Select((plan, turn) => (Plan: plan, Turn: turn)))
        .OrderBy(each => each.Turn).ThenBy(each => Scatter(each.Plan.Step))
        .Select(each => each.Plan);

    private static uint Scatter(int number) => unchecked((uint)number * 2654435761);

    // What befalls a server needs one that is ours to stop; and the disk of a Redis that is made anew each time is not small.
    private static bool IsPossible(StepFault fault, string verb) =>
        fault == StepFault.StoreKilled ? Servers.StoreState is not null
        : fault == StepFault.DiskFull ? Servers.ClusterState is not null && verb != "Destroy"
        : (fault != StepFault.ApiServerKilled && fault != StepFault.RedisKilled) || Servers.ClusterState is not null;

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
