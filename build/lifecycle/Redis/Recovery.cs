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

    /// <summary>Puts things right, forwards where the restored data serves already, and says what it did; null where there was nothing to do.</summary>
    /// <exception cref="RedisDidNotStartException">Redis does not come up from the data put back.</exception>
    public static Task<string?> RunAsync(IRedisHost host, IReporter reporter, CancellationToken cancellationToken) =>
        SettleAsync(host, reporter, mayFinish: true, cancellationToken);

    /// <summary>Puts the previous data back, whatever the restore had come to.</summary>
    /// <exception cref="RedisDidNotStartException">Redis does not come up from the data put back.</exception>
    internal static Task<string?> UndoAsync(IRedisHost host, IReporter reporter, CancellationToken cancellationToken) =>
        SettleAsync(host, reporter, mayFinish: false, cancellationToken);

    private static async Task<string?> SettleAsync(IRedisHost host, IReporter reporter, bool mayFinish, CancellationToken cancellationToken)
    {
        if (await host.TryConnectAsync(cancellationToken) is not { } shell)
        {
            return await SettleStoppedAsync(host, mayFinish, cancellationToken);
        }

        if (await DataSwap.FindJournalAsync(shell, cancellationToken) is not { } journal)
        {
            return null;
        }

        var swap = new DataSwap(shell, journal);
        if (await TryLoadAsync(host, shell, reporter, cancellationToken) is not { } info)
        {
            return await SettleStoppedAsync(host, mayFinish, cancellationToken);
        }

        var switched = await swap.IsSwitchedAsync(cancellationToken);
        var restarted = info.RunId != journal.PreviousRunId;
        if (journal.Phase == RestorePhase.Done
            || (mayFinish && journal.Phase == RestorePhase.Switching && switched && restarted && journal.Contradiction(info) is null))
        {
            await swap.FinishAsync(cancellationToken);
            await LoadWatch.ResumeWritesAsync(shell, cancellationToken);
            return $"finished the interrupted restore of {journal.Source}: its data serves";
        }

        await BackToPreviousAsync(host, swap, shell, switched, restarted, info.RunId, reporter, cancellationToken);
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
            shell = await host.AwaitRestartAsync(runId, cancellationToken);
            _ = await LoadWatch.WaitAsync(host, shell, LoadLimit, reporter, cancellationToken);
            swap = new DataSwap(shell, swap.Journal);
        }

        await swap.DiscardAsync(cancellationToken);
        await LoadWatch.ResumeWritesAsync(shell, cancellationToken);
    }

    /// <summary>Null where Redis begins to load what is on its volume, and ends over it.</summary>
    private static async Task<RedisInfo?> TryLoadAsync(IRedisHost host, IShell shell, IReporter reporter, CancellationToken cancellationToken)
    {
        try
        {
            return await LoadWatch.WaitAsync(host, shell, LoadLimit, reporter, cancellationToken);
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
        if (await swap.IsSwitchedAsync(cancellationToken))
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
