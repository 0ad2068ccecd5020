using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Volume;

namespace Lifecycle.Restoring;

/// <summary>Finishes or undoes what an interrupted restore has left on the volume.</summary>
public static class Recovery
{
    private static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(10);

    /// <summary>What is to become of a restore that has not come to its end.</summary>
    private enum Wish
    {
        /// <summary>Forwards where restored data serves already and was compared, else the previous data.</summary>
        Settle,

        Undo,

        Finish,
    }

    /// <summary>Reaches Redis once things are right: forwards where restored data serves already, else with the previous data.</summary>
    /// <returns>Null where Redis does not run, and cannot be made to.</returns>
    public static async Task<RedisConnection?> ConnectAsync(IRedisHost host, IReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(reporter);
        var redis = await host.TryConnectAsync(cancellationToken);
        if (redis is { Survey.Journal: null })
        {
            if (redis.Survey.HasScratch)
            {
                await redis.Volume.ReleaseAsync(cancellationToken);
            }

            return redis;
        }

        if (redis is { Survey.Journal: { Phase: RestorePhase.Unconfirmed } unconfirmed })
        {
            reporter.Warn($"What {unconfirmed.Source} replaced is still kept beside it. Restore --finish drops it, Restore --undo brings it back.");
            return redis;
        }

        if (await SettleAsync(host, redis, reporter, Wish.Settle, cancellationToken) is { } done)
        {
            reporter.Warn($"Before anything else: {done}.");
        }

        // Also where nothing was left on its volume: Redis may only have been held off it.
        return await host.TryConnectAsync(cancellationToken);
    }

    /// <summary>Does what somebody has said about a restore that could not be compared.</summary>
    /// <returns>What was done.</returns>
    /// <exception cref="LifecycleException">There is none.</exception>
    public static async Task<string> DecideAsync(IRedisHost host, bool finish, IReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        return await SettleAsync(host, await host.TryConnectAsync(cancellationToken), reporter, finish ? Wish.Finish : Wish.Undo, cancellationToken)
            ?? throw new LifecycleException($"{host.Name} keeps no previous data of a restore", "There is nothing to finish or to undo: Verify shows what there is");
    }

    /// <summary>Puts the previous data back, whatever the restore had come to.</summary>
    /// <exception cref="RedisDidNotStartException">Redis does not come up from the data put back.</exception>
    internal static async Task UndoAsync(IRedisHost host, IReporter reporter, CancellationToken cancellationToken) =>
        _ = await SettleAsync(host, await host.TryConnectAsync(cancellationToken), reporter, Wish.Undo, cancellationToken);

    /// <returns>What was done; null where there was nothing to do.</returns>
    private static async Task<string?> SettleAsync(IRedisHost host, RedisConnection? redis, IReporter reporter, Wish wish, CancellationToken cancellationToken)
    {
        if (redis is { Survey.Journal: null })
        {
            return null;
        }

        if (redis is null || await TryLoadAsync(host, redis.Volume, reporter, cancellationToken) is not { Journal: { } journal } survey)
        {
            return await SettleStoppedAsync(host, reporter, mayFail: wish == Wish.Settle, cancellationToken);
        }

        var exchange = new Exchange(host, redis.Volume, journal);
        var switched = journal.IsInForce(survey);
        var restarted = survey.Info.RunId != journal.PreviousRunId;
        if (IsThrough(journal, survey, wish, switched && restarted))
        {
            await exchange.FinishAsync(reporter, cancellationToken);
            return $"finished the interrupted restore of {journal.Source}: its data serves";
        }

        // Redis serves the restored files: after a restart it does so because of the manifest; and when that is back
        // already, a process that was to be ended and was not still has them open.
        var servesRestored = switched ? restarted : journal.Phase == RestorePhase.RollingBack && !restarted;
        if (switched)
        {
            await exchange.SwitchBackAsync(survey.Info.RunId, endRedis: restarted, cancellationToken);
        }
        else if (servesRestored)
        {
            await exchange.EndRedisAsync();
        }

        if (servesRestored)
        {
            _ = await exchange.AwaitRedisAsync(host.AwaitRestartAsync(survey.Info.RunId, cancellationToken), LoadLimit, reporter, cancellationToken);
        }

        await exchange.DiscardAsync(reporter, cancellationToken);
        return $"undid the interrupted restore of {journal.Source}: the previous data serves";
    }

    private static bool IsThrough(RestoreJournal journal, Survey survey, Wish wish, bool serves) => (journal.Phase, wish) switch
    {
        (RestorePhase.Done, _) => true,
        (RestorePhase.Unconfirmed, Wish.Finish) => serves,
        (RestorePhase.Switching, Wish.Settle or Wish.Finish) => serves && Confirmation.Of(journal, survey.Info) is { Wrong: null } confirmation && (confirmation.Unknown is null || journal.WasFresh),
        _ => false,
    };

    /// <summary>Null where Redis begins to load what is on its volume, and ends over it.</summary>
    private static async Task<Survey?> TryLoadAsync(IRedisHost host, VolumeAgent volume, IReporter reporter, CancellationToken cancellationToken)
    {
        try
        {
            return await Readiness.AwaitAsync(host, redis: null, volume, LoadLimit, reporter, cancellationToken);
        }
        catch (RedisDidNotStartException)
        {
            return null;
        }
    }

    private static async Task<string?> SettleStoppedAsync(IRedisHost host, IReporter reporter, bool mayFail, CancellationToken cancellationToken)
    {
        await using var stopped = await host.StopAsync(cancellationToken);
        var volume = new VolumeAgent(stopped.Shell, stopped: true);
        var survey = await volume.SurveyAsync(mayRestore: false, cancellationToken);
        if (survey.Journal is not { } journal)
        {
            return null;
        }

        var exchange = new Exchange(host, volume, journal);
        if (journal.IsInForce(survey))
        {
            await exchange.SwitchBackAsync(runId: "", endRedis: false, cancellationToken);
        }

        await exchange.DiscardAsync(reporter, cancellationToken);
        try
        {
            var redis = await stopped.StartAsync(cancellationToken);
            await redis.Volume.ResumeWritesAsync(cancellationToken);
            return $"undid the interrupted restore of {journal.Source}: Redis did not start from it";
        }
        catch (RedisDidNotStartException exception) when (mayFail)
        {
            return $"undid the interrupted restore of {journal.Source}; Redis does not start from the previous data either ({exception.Message})";
        }
    }
}
