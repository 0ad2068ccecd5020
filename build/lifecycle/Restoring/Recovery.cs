using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Volume;

namespace Lifecycle.Restoring;

/// <summary>Finishes or undoes what an interrupted restore has left on the volume.</summary>
public static class Recovery
{
    internal static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(10);

    /// <summary>Reaches Redis once things are right: forwards where restored data serves already, else with the previous data.</summary>
    /// <param name="host">Where it is.</param>
    /// <param name="intent">What for.</param>
    /// <param name="reporter">Is told what was put right.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where Redis does not run, and cannot be made to.</returns>
    public static async Task<RedisConnection?> ConnectAsync(IRedisHost host, Intent intent, IReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(reporter);
        var redis = await host.TryConnectAsync(intent, cancellationToken);
        if (redis is { Survey.Journal: null })
        {
            if (!redis.Survey.HasScratch)
            {
                return redis;
            }

            // What was left may have held as much room as the data has.
            await redis.Volume.ReleaseAsync(cancellationToken);
            return await host.TryConnectAsync(intent, cancellationToken);
        }

        if (redis is { Survey.Journal: { } undecided } && undecided.IsForSomebodyToDecide(redis.Survey))
        {
            reporter.Warn($"What {undecided.Source} replaced is still kept beside it. Restore --finish drops it, Restore --undo brings it back.");
            return redis;
        }

        try
        {
            if (await SettleAsync(host, redis, reporter, Wish.Settle, own: null, cancellationToken) is { } done)
            {
                reporter.Warn($"Before anything else: {done.Told}.");
            }
        }
        catch (ForbiddenException exception) when (redis is null && intent == Intent.BackUp)
        {
            throw new LifecycleException($"Redis does not run in {host.Name}, and this account may not take it off its volume to see what is there", "Run Verify to see why; a Backup or a Restore by an account with the rights of redis-operator puts right what a restore has left", exception);
        }

        // Also where nothing was left on its volume: Redis may only have been held off it.
        return await host.TryConnectAsync(intent, cancellationToken);
    }

    /// <summary>Does what somebody has said about a restore that could not be compared.</summary>
    /// <returns>What was done.</returns>
    /// <exception cref="LifecycleException">There is none, or it is not one that can be finished.</exception>
    public static async Task<string> DecideAsync(IRedisHost host, bool finish, IReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        var settled = await SettleAsync(host, await host.TryConnectAsync(cancellationToken), reporter, finish ? Wish.Finish : Wish.Undo, own: null, cancellationToken)
            ?? throw RestoreRefusal.NothingKept(host.Name);
        return settled.Told;
    }

    /// <summary>What that would come to. Holds no writes back, and waits for nothing.</summary>
    /// <exception cref="LifecycleException">There is none, it is not one that can be finished, or Redis does not run.</exception>
    public static async Task<string> RehearseAsync(IRedisHost host, bool finish, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        var redis = await host.TryConnectAsync(cancellationToken)
            ?? throw new LifecycleException($"Redis does not run in {host.Name}, and a rehearsal does not take it off its volume to see what is there", "Run Verify to see why it does not");
        var (survey, journal) = (redis.Survey, redis.Survey.Journal ?? throw RestoreRefusal.NothingKept(host.Name));
        survey.RequireLoaded(host.Name);
        await using var exchange = new Exchange(host, redis.Volume, journal);
        exchange.RequireSameMode(survey);
        var compared = Confirmation.Of(journal, survey);
        return IsThrough(journal, survey, finish ? Wish.Finish : Wish.Undo, compared, Confirmation.IsWrittenTo(journal, survey)) ? $"what {journal.Source} replaced would be dropped"
            : finish ? throw RestoreRefusal.Unfinishable(host.Name, journal, survey, compared)
            : $"what {journal.Source} replaced would be brought back, and what serves now would go";
    }

    /// <summary>Puts the previous data back, however far a restore has come; one that has come to its end is finished.</summary>
    /// <param name="host">Where it was begun.</param>
    /// <param name="own">The names of its staged files: another's restore is left alone.</param>
    /// <param name="isConfirmed">It was found to be what it should: what is left is to finish it.</param>
    /// <param name="reporter">Is told what cannot be removed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether the restored data serves.</returns>
    /// <exception cref="RedisDidNotStartException">Redis does not come up from the data put back.</exception>
    internal static async Task<bool> EndAsync(IRedisHost host, IReadOnlyList<string> own, bool isConfirmed, IReporter reporter, CancellationToken cancellationToken) =>
        (await SettleAsync(host, await host.TryConnectAsync(cancellationToken), reporter, isConfirmed ? Wish.Finish : Wish.Undo, own, cancellationToken))?.IsFinished ?? isConfirmed;

    /// <returns>What was done; null where there was nothing to do.</returns>
    private static async Task<Settled?> SettleAsync(IRedisHost host, RedisConnection? redis, IReporter reporter, Wish wish, IReadOnlyList<string>? own, CancellationToken cancellationToken)
    {
        if (redis is { Survey.Journal: null } || !IsOwn(redis?.Survey.Journal, own))
        {
            return null;
        }

        if (redis is null || await TryLoadAsync(host, redis.Volume, reporter, cancellationToken) is not { Journal: { } journal } survey)
        {
            return await StoppedRecovery.SettleAsync(host, reporter, wish, own, cancellationToken);
        }

        await using var exchange = new Exchange(host, redis.Volume, journal);
        exchange.RequireSameMode(survey);
        var compared = Confirmation.Of(journal, survey);
        var isWrittenTo = Confirmation.IsWrittenTo(journal, survey);
        if (IsThrough(journal, survey, wish, compared, isWrittenTo || own is not null))
        {
            await exchange.FinishAsync(reporter, cancellationToken);
            return Settled.Finished($"finished the interrupted restore of {journal.Source}: its data serves");
        }

        if (wish == Wish.Finish)
        {
            throw RestoreRefusal.Unfinishable(host.Name, journal, survey, compared);
        }

        // Whoever restored it is gone, and somebody has written since: nobody is to lose that unasked.
        if (wish == Wish.Settle && Serves(journal, survey) && journal.Phase == RestorePhase.Switching && (isWrittenTo || compared.Unknown is not null))
        {
            await exchange.KeepBothAsync(cancellationToken);
            return Settled.Finished($"kept both data sets of the interrupted restore of {journal.Source}, which could not be compared: {compared.Unknown ?? compared.Wrong}. Restore --finish drops the previous, Restore --undo brings it back");
        }

        await Undoing.RunAsync(host, exchange, survey, isAsked: wish == Wish.Undo && own is null, reporter, cancellationToken);
        return Settled.Undone($"undid the interrupted restore of {journal.Source}: the previous data serves");
    }

    /// <summary>Whether a restore is the one that was meant.</summary>
    internal static bool IsOwn(RestoreJournal? journal, IReadOnlyList<string>? own) => own is null || journal is null || journal.StagedFiles.SequenceEqual(own);

    private static bool Serves(RestoreJournal journal, Survey survey) => journal.IsRestoredInForce(survey) == true && journal.HasRestarted(survey);

    /// <param name="journal">Of the restore.</param>
    /// <param name="survey">Of Redis.</param>
    /// <param name="wish">What is asked for.</param>
    /// <param name="compared">What Redis serves, with what it should.</param>
    /// <param name="mayDiffer">That proves nothing: somebody has written since, or whoever asks has compared it before.</param>
    private static bool IsThrough(RestoreJournal journal, Survey survey, Wish wish, Confirmation compared, bool mayDiffer)
    {
        var serves = Serves(journal, survey);
        return (journal.Phase, wish) switch
        {
            (RestorePhase.Done, _) => true,
            (RestorePhase.Unconfirmed, Wish.Finish) => serves,
            (RestorePhase.RollingBack, Wish.Finish) => journal.IsRestoredInForce(survey) is null,
            (RestorePhase.Switching, Wish.Settle) => serves && compared.Wrong is null && (compared.Unknown is null || journal.WasFresh),
            (RestorePhase.Switching, Wish.Finish) => serves && (mayDiffer || compared.Wrong is null),
            _ => false,
        };
    }

    /// <summary>Null where Redis begins to load what is on its volume, and ends over it.</summary>
    private static async Task<Survey?> TryLoadAsync(IRedisHost host, VolumeAgent volume, IReporter reporter, CancellationToken cancellationToken)
    {
        try
        {
            return await Readiness.AwaitAsync(host, redis: null, volume, LoadLimit, reporter, cancellationToken);
        }
        catch (RedisDidNotStartException exception) when (!exception.IsLate)
        {
            return null;
        }
    }
}
