using System.Globalization;
using Xunit.Sdk;

namespace Lifecycle.Tests.Streams;

/// <summary>
/// Runs a pipeline through many schedules. TEST_SCHEDULES says how many, TEST_SCHEDULE_SEED which is the first; with that of
/// a failure and TEST_SCHEDULES=1 it is met again, as far as threads allow.
/// </summary>
internal static class Schedules
{
    private const int AtATime = 8;

    // Far longer than any takes on the busiest machine: what takes longer hangs.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public const int Many = 1000;

    /// <summary>Where each takes a process of its own.</summary>
    public const int Some = 200;

    /// <param name="count">How many, unless told.</param>
    /// <param name="calls">About as many as each half makes.</param>
    /// <param name="endsTogether">A half that fails ends the other one.</param>
    /// <param name="play">Runs the pipeline once, and looks at how it ended.</param>
    public static Task RunAsync(int count, int calls, bool endsTogether, Func<Schedule, Task> play) => Parallel.ForEachAsync(
        Enumerable.Range(Read("TEST_SCHEDULE_SEED", 1), Read("TEST_SCHEDULES", count)),
        new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = TestContext.Current.CancellationToken },
        async (seed, token) =>
        {
            using var schedule = new Schedule(seed, calls, endsTogether);
            try
            {
                await play(schedule).WaitAsync(Limit, token);
            }
            catch (TimeoutException)
            {
                throw new XunitException($"seed {seed}: it hangs; {schedule.Cause ?? "nothing has failed"}{(schedule.Token.IsCancellationRequested ? ", and the caller has given up" : "")}");
            }
            catch (Exception exception) when (!token.IsCancellationRequested)
            {
                throw new XunitException($"seed {seed}: {exception.Message}", exception);
            }
        });

    private static int Read(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
