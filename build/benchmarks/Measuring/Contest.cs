using System.Diagnostics;
using System.Globalization;
using Lifecycle.Benchmarks.Contenders;
using Lifecycle.Failures;
using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Measuring;

/// <summary>
/// Several contenders at the same work, one after the other, round by round: whatever else the machine does meanwhile
/// meets them all. Every second round goes backwards, so that nobody always comes after the same: whoever comes after one that
/// writes much is slower, and an odd number of rounds favours some. Each result is checked.
/// </summary>
/// <param name="title">For the lines that say how far it is.</param>
/// <param name="contenders">In the order of the first round.</param>
/// <param name="watch">Looks at Redis meanwhile; null where that is not the question.</param>
/// <param name="budget">No round begins that would probably end after this, but the second of two.</param>
internal sealed class Contest(string title, IReadOnlyList<Contender> contenders, PodWatch? watch, TimeSpan budget)
{
    public async Task<IReadOnlyList<Series>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        var series = contenders.Select(contender => new Series(contender)).ToList();
        foreach (var each in series)
        {
            if (await each.Contender.FindObstacleAsync(cancellationToken) is { } obstacle)
            {
                each.LeaveOut(obstacle);
                Console.WriteLine($"  {title}: {each.Contender.Name} left out, {obstacle}");
            }
        }

        var started = Stopwatch.GetTimestamp();
        for (var round = 1; round <= rounds && (round % 2 == 0 || Stopwatch.GetElapsedTime(started) * round / Math.Max(1, round - 1) <= budget); round++)
        {
            if (watch is not null)
            {
                await watch.LookAtIdleAsync(cancellationToken);
            }

            var present = series.Where(each => !each.IsLeftOut);
            foreach (var each in round % 2 == 0 ? present.Reverse() : present)
            {
                await MeasureAsync(each, cancellationToken);
            }

            Console.WriteLine($"  {title}, round {round} of {rounds}: {string.Join(", ", series.Where(each => each.Counts).Select(Latest))}");
        }

        return series;
    }

    private async Task MeasureAsync(Series series, CancellationToken cancellationToken)
    {
        try
        {
            await series.Contender.PrepareAsync(cancellationToken);
            var (sample, output) = watch is null ? await RunAsync() : await watch.DuringAsync(RunAsync, cancellationToken);
            await series.Contender.CheckAsync(output, cancellationToken);
            series.Add(sample);
        }
        catch (Exception exception) when (exception is VoidResultException or LifecycleException or InvalidDataException)
        {
            series.Void(exception.Message);
            Console.WriteLine($"  {title}: {series.Contender.Name} is void: {series.Reason}");
        }

        Task<(Sample Sample, string Output)> RunAsync() => MeasuredProgram.RunAsync(series.Contender.Command, cancellationToken);
    }

    private static string Latest(Series series) =>
        string.Create(CultureInfo.InvariantCulture, $"{series.Contender.Name} {series.Samples[^1].Wall.TotalSeconds:0.00} s");
}
