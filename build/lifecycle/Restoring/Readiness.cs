using System.Globalization;
using Lifecycle.Environments;
using Lifecycle.Reporting;
using Lifecycle.Volume;
using Lifecycle.Waiting;

namespace Lifecycle.Restoring;

/// <summary>
/// Waits for a Redis that has just started to load its data, with writes held back meanwhile, so that what it holds can be
/// compared with what it should, and a write is acknowledged only by data that stays.
/// </summary>
internal static class Readiness
{
    private static readonly Pace Often = Pace.Steady(TimeSpan.FromMilliseconds(200));

    /// <param name="host">Knows whether it still runs.</param>
    /// <param name="redis">As it was reached; null where it is not known what it is like with writes held back.</param>
    /// <param name="volume">Beside it.</param>
    /// <param name="limit">How long loading may take.</param>
    /// <param name="reporter">Is told what is waited for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RedisDidNotStartException">It ended instead, or takes too long.</exception>
    public static async Task<Survey> AwaitAsync(IRedisHost host, Survey? redis, VolumeAgent volume, TimeSpan limit, IReporter reporter, CancellationToken cancellationToken)
    {
        using var progress = reporter.Begin("Redis loads its data", totalBytes: null);
        var patience = new Patience(limit, TimeProvider.System, Often);
        var run = redis?.Info.RunId;
        while (redis is not { Info.Loading: false })
        {
            var reached = await volume.TrySurveyAsync(hold: true, cancellationToken);
            redis = reached.Survey;
            if (redis is not null && redis.Info.RunId != (run ??= redis.Info.RunId))
            {
                throw new RedisDidNotStartException("it ended while it was loading its data");
            }

            if (patience.IsOver)
            {
                throw new RedisDidNotStartException(string.Create(CultureInfo.InvariantCulture, $"it did not load its data within {limit.TotalMinutes:0.#} minutes"), isLate: true);
            }

            if (redis is null && await host.TryConnectAsync(cancellationToken) is null)
            {
                throw new RedisDidNotStartException("it ended while it was being waited for");
            }

            if (redis is not { Info.Loading: false })
            {
                progress.Note(redis is null ? reached.Reason : "loading");
                await patience.PauseAsync(cancellationToken);
            }
        }

        return redis;
    }
}
