using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Volume;

namespace Lifecycle.Restoring;

/// <summary>Puts the previous data back in a running Redis, and drops what was restored only once that is what Redis has loaded.</summary>
internal static class Undoing
{
    private const int Attempts = 10;
    private const int MostRestarts = 3;

    /// <param name="host">Where it was restored.</param>
    /// <param name="exchange">The restore.</param>
    /// <param name="survey">As Redis was last seen, with writes held back.</param>
    /// <param name="isAsked">A person has said so, where nobody else can tell whose data serves.</param>
    /// <param name="reporter">Is told what cannot be removed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">Redis goes on loading what was restored, or what it loads could be either.</exception>
    public static async Task RunAsync(IRedisHost host, Exchange exchange, Survey survey, bool isAsked, IReporter reporter, CancellationToken cancellationToken)
    {
        var restarts = 0;
        for (var attempt = 1; ; attempt++)
        {
            if (attempt > Attempts || restarts == MostRestarts || (exchange.Journal.IsRestoredInForce(survey) is null && !isAsked))
            {
                throw exchange.StillInForce(survey);
            }

            var serves = ServesRestored(exchange.Journal, survey);
            if (exchange.Journal.IsRestoredInForce(survey) is not false)
            {
                if (!await exchange.SwitchBackAsync(survey.Info.RunId, endRedis: serves, cancellationToken))
                {
                    survey = await exchange.LookAsync(cancellationToken);
                    continue;
                }
            }
            else if (serves)
            {
                await exchange.EndRedisAsync(survey.Info.RunId);
            }

            if (!serves)
            {
                break;
            }

            restarts++;
            // That it has ended says nothing of why: it may have been killed before anything was put back.
            survey = await exchange.AwaitRedisAsync(host.AwaitRestartAsync(survey.Info.RunId, cancellationToken), Recovery.LoadLimit, reporter, cancellationToken);
            exchange.RequireSameMode(survey);
            if (exchange.Journal.IsRestoredInForce(survey) == false)
            {
                break;
            }
        }

        await exchange.DiscardAsync(reporter, cancellationToken);
    }

    /// <summary>
    /// Whether Redis has loaded the restored files: after a restart it has because they are in force. One that was to be ended
    /// for it, and was not, has them still, whatever is in force; and with the append-only file it costs nothing to end one that
    /// may have been started just before that was put back.
    /// </summary>
    private static bool ServesRestored(RestoreJournal journal, Survey survey)
    {
        var (switched, restarted) = (journal.IsRestoredInForce(survey) is not false, journal.HasRestarted(survey));
        return journal is { Phase: RestorePhase.RollingBack, EndsRun: not false }
            ? switched || !restarted || (journal.AppendOnly && journal.PreviousRunId.Length > 0)
            : switched && restarted;
    }
}
