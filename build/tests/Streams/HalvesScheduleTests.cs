using System.IO.Pipelines;
using Lifecycle.Streams;

namespace Lifecycle.Tests.Streams;

/// <summary>Two halves with a pipe between them, and tasks that work ahead of somebody.</summary>
public sealed class HalvesScheduleTests
{
    private const int Pieces = 20;

    [Fact]
    public Task Whatever_becomes_of_either_half_the_first_failure_is_told() => Schedules.RunAsync(Schedules.Many, Pieces + 2, endsTogether: true, async schedule =>
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 3, resumeWriterThreshold: 1, useSynchronizationContext: false));
        var read = 0;
        if (await schedule.EndsWellAsync(async () => read = await Halves.RunAsync(token => WriteAsync(pipe.Writer, schedule.First, token), token => ReadAsync(pipe.Reader, schedule.Second, token), schedule.Token)))
        {
            Assert.Equal(Pieces, read);
        }
    });

    [Fact]
    public Task Whichever_task_of_a_group_fails_first_is_told_to_whoever_waits() => Schedules.RunAsync(Schedules.Many, 2 * Pieces, endsTogether: true, async schedule =>
    {
        var done = 0;
        await using var group = new TaskGroup();
        if (await schedule.EndsWellAsync(async () =>
        {
            for (var number = 0; number < Pieces; number++)
            {
                _ = group.Start(async token =>
                {
                    await schedule.First.TurnAsync(token);
                    await schedule.Second.TurnAsync(token);
                    _ = Interlocked.Increment(ref done);
                });
                await group.WaitAsync(remaining: 3, schedule.Token);
            }

            await group.WaitAsync(remaining: 0, schedule.Token);
        }))
        {
            Assert.Equal(Pieces, done);
        }
    });

    private static async Task WriteAsync(PipeWriter writer, ScheduledHalf half, CancellationToken token)
    {
        Exception? failure = null;
        try
        {
            for (var piece = 0; piece < Pieces; piece++)
            {
                await half.TurnAsync(token);
                if ((await writer.WriteAsync(new byte[1], token)).IsCompleted)
                {
                    throw new OtherEndGoneException("nobody reads");
                }
            }
        }
        catch (Exception exception)
        {
            failure = new OtherEndGoneException("the writer failed", exception);
            throw;
        }
        finally
        {
            await writer.CompleteAsync(failure);
        }
    }

    private static async Task<int> ReadAsync(PipeReader reader, ScheduledHalf half, CancellationToken token)
    {
        try
        {
            for (var count = 0; ;)
            {
                await half.TurnAsync(token);
                var result = await reader.ReadAsync(token);
                count += (int)result.Buffer.Length;
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return count;
                }
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }
}
