using System.Globalization;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Targets.Testing;

/// <summary>The fault-injection tests at full length, and the table that they come to.</summary>
internal sealed class FaultRun(AbsolutePath root)
{
    private const string TurnVariable = "TEST_FAULT_TURN";

    private static string Turn { get; } = Environment.GetEnvironmentVariable(TurnVariable) is { Length: > 0 } turn ? turn : $"{DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).DayNumber % 100}";

    private AbsolutePath Table => root / "output" / "faults.tsv";

    /// <exception cref="Lifecycle.Failures.LifecycleException">Something was lost, or left behind.</exception>
    public async Task<Configure<Dictionary<string, string>>> RunAsync(CancellationToken cancellationToken)
    {
        Table.DeleteFile();
        Console.WriteLine($"Turn {Turn}: which fault meets which step changes from day to day; {TurnVariable}={Turn} repeats this");
        await using var servers = new ThrowawayServers(root, "faults");
        var variables = new Dictionary<string, string>(await servers.StartAsync(needCluster: true, needStore: true, cancellationToken))
        {
            ["TEST_FAULT_TABLE"] = Table,
            ["TEST_KILL_ROUNDS"] = "100",
            ["TEST_FUZZ_INPUTS"] = "200000",
            ["TEST_SCHEDULES"] = "1000",
            ["TEST_UNDO_ROUNDS"] = "30",
            ["TEST_LOSS_ROUNDS"] = "15",
            // Every step, for about so many minutes a verb: in an order in which a part of it has been everywhere.
            ["TEST_FAULT_STRIDE"] = "1",
            ["TEST_FAULT_MINUTES"] = "5",
            [TurnVariable] = Turn,
        };
        // What somebody has set stays as it is: more minutes for a whole cross of steps and faults, fewer rounds for a look.
        foreach (var chosen in variables.Keys.Where(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
        {
            _ = variables.Remove(chosen);
        }

        try
        {
            return await new TestRun(root).RunAsync(["-namespace", "Lifecycle.Tests.Faults*", "-namespace", "Lifecycle.Tests.Streams*", "-namespace", "Lifecycle.Tests.Log"], variables, cancellationToken);
        }
        finally
        {
            Print(Table.FileExists() ? await File.ReadAllLinesAsync(Table, CancellationToken.None) : []);
        }
    }

    private static void Print(string[] lines)
    {
        Console.WriteLine();
        Console.WriteLine($"{"Fault",-55}  {"Injected",8}  {"Survived",8}  {"Lost",8}");
        foreach (var row in lines.Select(line => line.Split('\t')).Append(["Total", Sum(lines, 1), Sum(lines, 2), Sum(lines, 3)]))
        {
            Console.WriteLine($"{row[0],-55}  {row[1],8}  {row[2],8}  {row[3],8}");
        }
    }

    private static string Sum(string[] lines, int column) =>
        lines.Sum(line => long.Parse(line.Split('\t')[column], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
}
