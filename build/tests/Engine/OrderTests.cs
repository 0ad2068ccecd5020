using Nuke.Common.Execution;
using Nuke.Common.Targets;
using Targets;
using Targets.CommandLine;

namespace Lifecycle.Tests.Engine;

/// <summary>What the genuine engine was seen to do with every ordered pair of targets.</summary>
public sealed class OrderTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public static TheoryData<string, string> Observed
    {
        get
        {
            using var reader = new StreamReader(typeof(OrderTests).Assembly.GetManifestResourceStream("Lifecycle.Tests.Engine.target-order.tsv")!);
            return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t')).Select(pair => (pair[0], pair[1]))];
        }
    }

    [Fact]
    public void Every_pair_was_observed() => Assert.Equal(72, Observed.Count);

    [Theory]
    [MemberData(nameof(Observed))]
    public void Targets_run_in_the_order_of_the_genuine_engine(string typed, string ran)
    {
        using var session = _sandbox.Session("", TextWriter.Null, TextWriter.Null).Enter();
        var targets = TargetFactory.Create(new Build(), []);
        var invoked = typed.Split(' ').Select(name => InvokedTargets.Named(name, targets)).ToList();

        var plan = ExecutionPlanner.Plan(targets, invoked);

        Assert.Equal(ran, string.Join(' ', plan));
    }

    [Theory]
    [MemberData(nameof(Observed))]
    public void Whatever_would_run_in_another_order_than_typed_is_refused(string typed, string ran)
    {
        var (first, second) = (typed.Split(' ')[0], typed.Split(' ')[1]);

        var mistake = KeepsTypedOrderAttribute.FindMistake([first, second], ran.Split(' '));

        var kept = $" {ran} ".IndexOf($" {first} ", StringComparison.Ordinal) < $" {ran} ".IndexOf($" {second} ", StringComparison.Ordinal);
        Assert.Equal(kept, mistake is null);
        Assert.True(kept || mistake!.Contains($"they would run as {second}, {first}: run them one after the other", StringComparison.Ordinal), mistake);
    }

    public void Dispose() => _sandbox.Dispose();
}
