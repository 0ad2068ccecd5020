using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Waiting;

namespace Lifecycle.Restoring;

/// <summary>
/// Waits for a Redis that holds more than its append-only file does: that was switched on while it ran, and what is on the
/// volume is of before it was switched off.
/// </summary>
internal static class Unwritten
{
    private const int MostFailures = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    // Each look takes of the processor that Redis writes with.
    private static readonly Pace Seldom = Pace.Steady(TimeSpan.FromSeconds(2));

    /// <returns>Redis as it is by then.</returns>
    /// <exception cref="LifecycleException">It takes too long.</exception>
    public static async Task<RedisConnection> AwaitAsync(RedisConnection redis, IReporter reporter, CancellationToken cancellationToken)
    {
        if (!redis.Survey.IsUnwritten)
        {
            return redis;
        }

        using var progress = reporter.Begin("Redis writes what it holds into its append-only file", totalBytes: null);
        var patience = new Patience(Limit, TimeProvider.System, Seldom);
        var failures = 0;
        while (redis.Survey.IsUnwritten)
        {
            if (patience.IsOver)
            {
                throw new LifecycleException(
                    $"Redis in {redis.Shell.Name} holds more than its append-only file, which was switched on and is not written yet",
                    "See why in its log and the free space. Where it cannot be written, CONFIG SET appendonly no: then it is saved as a dump");
            }

            await patience.PauseAsync(cancellationToken);
            var reached = await redis.Volume.TrySurveyAsync(hold: false, cancellationToken);
            failures = reached.Survey is null ? failures + 1 : 0;
            redis = failures < MostFailures ? redis with { Survey = reached.Survey ?? redis.Survey } : throw new ShellException(reached.Reason);
        }

        return redis;
    }
}
