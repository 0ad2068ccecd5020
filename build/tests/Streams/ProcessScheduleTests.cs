using Lifecycle.Tests.Support;
using System.Diagnostics;
using Lifecycle.Shells;

namespace Lifecycle.Tests.Streams;

/// <summary>Processes that are fed and whose output is taken.</summary>
[Campaign]
public sealed class ProcessScheduleTests
{
    private const int Calls = 12;

    // More than fits into both of a process' pipes.
    private static readonly byte[] Content = new byte[400_000];

    [Fact]
    public Task Whatever_becomes_of_input_or_output_the_first_failure_is_told() => Schedules.RunAsync(Schedules.Some, Calls, endsTogether: true, async schedule =>
    {
        using var output = new MemoryStream();
        var (isShort, exit) = (schedule.IsUneventful && schedule.Seed % 2 == 0, default(Exit));
        if (await schedule.EndsWellAsync(async () => exit = await RunAsync(schedule, isShort ? "head -c 50000 >/dev/null; echo no room >&2; exit 3" : "cat", output)))
        {
            // What it did not take of its input is of no interest: its status says why.
            Assert.Equal(isShort ? (3, "no room", 0) : (0, "exit status 0", Content.Length), (exit.Status, exit.Reason, output.Length));
        }
    });

    private static async Task<Exit> RunAsync(Schedule schedule, string script, Stream output)
    {
        await using var source = new ScheduledReader(Content, schedule.First, Calls);
        await using var destination = new ScheduledWriter(output, schedule.Second);
        await using var process = ProcessRun.Start(new ProcessStartInfo("sh", ["-c", script]), withInput: true);
        return await process.RunAsync(source, destination, schedule.Token);
    }
}
