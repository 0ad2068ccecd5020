using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Volume;

namespace Lifecycle.Restoring;

/// <summary>Finishes or undoes what an interrupted restore has left, where Redis does not start: with Redis off its volume.</summary>
internal static class StoppedRecovery
{
    /// <returns>What was done; null where there was nothing to do.</returns>
    /// <exception cref="LifecycleException">Both are kept, and somebody is to say which.</exception>
    public static async Task<Settled?> SettleAsync(IRedisHost host, IReporter reporter, Wish wish, IReadOnlyList<string>? own, CancellationToken cancellationToken)
    {
        await using var stopped = await host.StopAsync(cancellationToken);
        var volume = stopped.Volume;
        var survey = await volume.SurveyAsync(cancellationToken);
        if (survey.Journal is not { } journal || !Recovery.IsOwn(journal, own))
        {
            return null;
        }

        await using var exchange = new Exchange(host, volume, journal);
        if (journal.Phase == RestorePhase.Done || (journal.Phase == RestorePhase.Unconfirmed && wish == Wish.Finish))
        {
            return await FinishAsync(stopped, exchange, reporter, cancellationToken);
        }

        if (wish == Wish.Finish)
        {
            throw RestoreRefusal.DoesNotStart(host.Name, journal);
        }

        var mayBeMissed = journal.Phase == RestorePhase.Unconfirmed || (journal.Phase == RestorePhase.Switching && journal.IsRestoredInForce(survey) == true && Confirmation.IsWrittenTo(journal, survey));
        return wish == Wish.Settle && mayBeMissed
            ? throw RestoreRefusal.NeverCompared(host.Name, journal)
            : await UndoAsync(stopped, exchange, survey, reporter, mayFail: wish == Wish.Settle, cancellationToken);
    }

    private static async Task<Settled> FinishAsync(IStoppedRedis stopped, Exchange exchange, IReporter reporter, CancellationToken cancellationToken)
    {
        await exchange.FinishAsync(reporter, cancellationToken);
        var told = $"finished the interrupted restore of {exchange.Journal.Source}";
        return Settled.Finished(await TryStartAsync(stopped, mayFail: true, cancellationToken) is { } failure ? $"{told}; Redis does not start from it ({failure})" : $"{told}: its data serves");
    }

    private static async Task<Settled> UndoAsync(IStoppedRedis stopped, Exchange exchange, Survey survey, IReporter reporter, bool mayFail, CancellationToken cancellationToken)
    {
        if (exchange.Journal.IsRestoredInForce(survey) is null && mayFail)
        {
            throw exchange.StillInForce(survey);
        }

        if (exchange.Journal.IsRestoredInForce(survey) is not false && !await exchange.SwitchBackAsync(runId: "", endRedis: false, cancellationToken))
        {
            throw exchange.StillInForce(survey);
        }

        await exchange.DiscardAsync(reporter, cancellationToken);
        var told = $"undid the interrupted restore of {exchange.Journal.Source}";
        return Settled.Undone(await TryStartAsync(stopped, mayFail, cancellationToken) is { } failure
            ? $"{told}; Redis does not start from the previous data either ({failure})"
            : $"{told}: Redis did not start from it");
    }

    /// <summary>Null where it starts.</summary>
    private static async Task<string?> TryStartAsync(IStoppedRedis stopped, bool mayFail, CancellationToken cancellationToken)
    {
        try
        {
            var redis = await stopped.StartAsync(cancellationToken);
            await using var finishing = redis.Finishing;
            await redis.Volume.ResumeWritesAsync(cancellationToken);
            return null;
        }
        catch (RedisDidNotStartException exception) when (mayFail)
        {
            return exception.Message;
        }
    }
}
