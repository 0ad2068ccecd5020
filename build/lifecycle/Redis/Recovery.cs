using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>Finishes or undoes what an interrupted restore has left on the volume.</summary>
public static class Recovery
{
    private static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(10);

    /// <summary>What an interrupted restore has left, in words; null where there is nothing. Changes nothing.</summary>
    public static async Task<string?> DescribeAsync(IShell shell, CancellationToken cancellationToken) =>
        await DataSwap.FindJournalAsync(shell, cancellationToken) is { } journal
            ? $"a restore of {journal.Source} was interrupted ({journal.Phase})"
            : null;

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
                await Scratch.ClearAsync(redis.Shell, cancellationToken);
            }

            return redis;
        }

        if (await SettleAsync(host, redis, reporter, mayFinish: true, cancellationToken) is { } done)
        {
            reporter.Warn($"Before anything else: {done}.");
        }

        // Also where nothing was left on its volume: Redis may only have been held off it.
        return await host.TryConnectAsync(cancellationToken);
    }

    /// <summary>Puts the previous data back, whatever the restore had come to.</summary>
    /// <exception cref="RedisDidNotStartException">Redis does not come up from the data put back.</exception>
    internal static async Task UndoAsync(IRedisHost host, IReporter reporter, CancellationToken cancellationToken) =>
        _ = await SettleAsync(host, await host.TryConnectAsync(cancellationToken), reporter, mayFinish: false, cancellationToken);

    /// <returns>What was done; null where there was nothing to do.</returns>
    private static async Task<string?> SettleAsync(IRedisHost host, RedisConnection? redis, IReporter reporter, bool mayFinish, CancellationToken cancellationToken)
    {
        if (redis is { Survey.Journal: null })
        {
            return null;
        }

        if (redis is null || await TryLoadAsync(host, redis.Shell, reporter, cancellationToken) is not { Journal: { } journal } survey)
        {
            return await SettleStoppedAsync(host, mayFinish, cancellationToken);
        }

        var swap = new DataSwap(redis.Shell, journal);
        var switched = journal.IsInForce(survey.InForce);
        var restarted = survey.Info.RunId != journal.PreviousRunId;
        if (journal.Phase == RestorePhase.Done
            || (mayFinish && journal.Phase == RestorePhase.Switching && switched && restarted && journal.Contradiction(survey.Info) is null))
        {
            await swap.FinishAsync(survey, cancellationToken);
            return $"finished the interrupted restore of {journal.Source}: its data serves";
        }

        await BackToPreviousAsync(host, swap, redis.Shell, switched, restarted, survey.Info.RunId, reporter, cancellationToken);
        return $"undid the interrupted restore of {journal.Source}: the previous data serves";
    }

    private static async Task BackToPreviousAsync(IRedisHost host, DataSwap swap, IShell shell, bool switched, bool restarted, string runId, IReporter reporter, CancellationToken cancellationToken)
    {
        // Redis serves the restored files: after a restart it does so because of the manifest; and when that is back
        // already, a process that was to be ended and was not still has them open.
        var servesRestored = switched ? restarted : swap.Journal.Phase == RestorePhase.RollingBack && !restarted;
        if (switched)
        {
            await swap.SwitchBackAsync(runId, endRedis: restarted, cancellationToken);
        }
        else if (servesRestored)
        {
            await swap.ShutDownAsync();
        }

        if (servesRestored)
        {
            var redis = await host.AwaitRestartAsync(runId, cancellationToken);
            _ = await LoadWatch.WaitAsync(host, redis.Survey, redis.Shell, LoadLimit, reporter, cancellationToken);
            (swap, shell) = (new DataSwap(redis.Shell, swap.Journal), redis.Shell);
        }

        await swap.DiscardAsync(cancellationToken);
        await LoadWatch.ResumeWritesAsync(shell, cancellationToken);
    }

    /// <summary>Null where Redis begins to load what is on its volume, and ends over it.</summary>
    private static async Task<Survey?> TryLoadAsync(IRedisHost host, IShell shell, IReporter reporter, CancellationToken cancellationToken)
    {
        try
        {
            return await LoadWatch.WaitAsync(host, redis: null, shell, LoadLimit, reporter, cancellationToken);
        }
        catch (RedisDidNotStartException)
        {
            return null;
        }
    }

    private static async Task<string?> SettleStoppedAsync(IRedisHost host, bool mayFail, CancellationToken cancellationToken)
    {
        await using var stopped = await host.StopAsync(cancellationToken);
        if (await DataSwap.FindJournalAsync(stopped.Shell, cancellationToken) is not { } journal)
        {
            return null;
        }

        var swap = new DataSwap(stopped.Shell, journal);
        if (journal.IsInForce((await new AofFolder(stopped.Shell, journal.Layout).ReadManifestAsync(cancellationToken)).Manifest))
        {
            await swap.SwitchBackAsync(runId: "", endRedis: false, cancellationToken);
        }

        await swap.DiscardAsync(cancellationToken);
        try
        {
            _ = await stopped.StartAsync(cancellationToken);
            return $"undid the interrupted restore of {journal.Source}: Redis did not start from it";
        }
        catch (RedisDidNotStartException exception) when (mayFail)
        {
            return $"undid the interrupted restore of {journal.Source}; Redis does not start from the previous data either ({exception.Message})";
        }
    }
}
