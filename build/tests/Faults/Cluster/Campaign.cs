using System.Collections.Concurrent;
using Lifecycle.Tests.S3;

namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>One verb and all the faults that it meets, in worlds of its own.</summary>
internal sealed class Campaign(string verb, string redis, S3Server server)
{
    private readonly ConcurrentDictionary<string, Ledger> _ledgers = new();
    private readonly ConcurrentQueue<string> _losses = new();
    private int _round;

    public IReadOnlyCollection<string> Losses => _losses;

    /// <summary>What a run comes to that nothing befalls.</summary>
    public async Task<int> CountStepsAsync()
    {
        await using var world = await FaultWorld.CreateAsync(server, redis);
        await using var scenario = await BeginAsync(world);
        await scenario.PrepareAsync(round: 0);
        var outcome = await world.RunAsync(plan: null, scenario.Command);
        Assert.True(outcome.ExitCode == 0, outcome.Output);
        await scenario.RequireNothingLostAsync(outcome with { ExitCode = -1 });
        return outcome.Steps;
    }

    /// <summary>Takes round after round, until none is left or time is up; what is left of a world that has lost something proves nothing any more.</summary>
    public async Task RunAsync(ConcurrentQueue<Plan> rounds, Func<bool> hasTime)
    {
        while (!rounds.IsEmpty)
        {
            await using var world = await FaultWorld.CreateAsync(server, redis);
            await using var scenario = await BeginAsync(world);
            while (rounds.TryDequeue(out var plan) && await TryAsync(world, scenario, plan) && hasTime())
            {
            }

            // Asked only after a round: on a slow machine time is up before the world stands.
            if (!hasTime())
            {
                return;
            }
        }
    }

    public void Close()
    {
        Assert.True(_ledgers.Values.Sum(ledger => ledger.Injected) > 0, "no fault was injected: the test has tested nothing");
        foreach (var (_, ledger) in _ledgers.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            ledger.Close();
        }
    }

    private async Task<Scenario> BeginAsync(FaultWorld world)
    {
        var scenario = Scenario.Of(verb, world);
        await scenario.BeginAsync();
        return scenario;
    }

    private async Task<bool> TryAsync(FaultWorld world, Scenario scenario, Plan plan)
    {
        var ledger = _ledgers.GetOrAdd(plan.Fault.Name, name => new Ledger($"{verb}, cluster and S3, {redis}: {name}", mayBeIdle: true));
        var (hit, next) = ("prepared", "");
        try
        {
            await scenario.PrepareAsync(Interlocked.Increment(ref _round));
            hit = "not met";
            var faulted = await world.RunAsync(plan, scenario.Command);
            hit = faulted.Hit ?? "not met";
            await plan.Fault.Repair(world);
            RequireWords(faulted);
            next = $"\nThe next run:\n{(await RunAgainAsync(world, scenario, plan, faulted)).Output}";
            await scenario.RequireNothingLostAsync(faulted);
            ledger.Count(injected: faulted.Hit is not null, survived: true);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ledger.Count(injected: true, survived: false);
            _losses.Enqueue($"{verb}, {redis}, {plan.Fault} at step {plan.Step} ({hit}): {exception.Message}{next}");
            TestContext.Current.SendDiagnosticMessage(_losses.Last());
            return false;
        }
    }

    private static async Task<Outcome> RunAgainAsync(FaultWorld world, Scenario scenario, Plan plan, Outcome faulted)
    {
        if (plan.Fault.LeavesLock)
        {
            await Remains.ExpireLeaseAsync(world);
        }

        var outcome = await world.RunAsync(plan: null, scenario.Again);
        if (outcome.ExitCode != 0 && outcome.Output.Contains("have it write the file anew with BGREWRITEAOF", StringComparison.Ordinal))
        {
            // A full disk has left what Redis itself would not start from: whoever reads that does what it says.
            await world.Pod.RewriteAsync();
            outcome = await world.RunAsync(plan: null, scenario.Again);
        }

        Assert.True(outcome.ExitCode == 0, $"the next run fails: {outcome.Output}\nafter: {faulted.Output}");
        return outcome;
    }

    /// <summary>A run that failed has said why, in words and not in a stack.</summary>
    private static void RequireWords(Outcome outcome)
    {
        Assert.DoesNotContain("   at ", outcome.Output, StringComparison.Ordinal);
        if (outcome.ExitCode != 0 && !outcome.WasKilled)
        {
            Assert.Contains("failed", outcome.Output, StringComparison.OrdinalIgnoreCase);
        }
    }
}
