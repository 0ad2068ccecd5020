using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Volume;

namespace Lifecycle.Restoring;

/// <summary>What a restore came to.</summary>
/// <param name="Serving">What Redis serves now.</param>
/// <param name="NotCompared">Why that was not compared with what it should be; null where it was.</param>
/// <param name="KeptPrevious">The previous data is kept until somebody says which of the two it is to be.</param>
internal sealed record Restored(RedisInfo Serving, string? NotCompared, bool KeptPrevious);

/// <summary>One restore of a checked archive, from staging to serving or back.</summary>
internal sealed class RestoreSession(IRedisHost host, IOperationLock operationLock, IReporter reporter, RestoreSource source, CheckedBackup backup)
{
    private static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(30);

    // Unlike any file's that is there, also when the same backup is restored twice: nothing staged may replace it.
    private readonly string _id = $"{source.Id}-{Guid.NewGuid().ToString("n")[..8]}";

    private IReadOnlyList<string> _staged = [];
    private RestoreStage _stage;
    private Restored? _serving;

    /// <summary>In place, with Redis running: no scaling, no helper.</summary>
    /// <returns>Null where it was to be fresh and got keys meanwhile.</returns>
    public Task<Restored?> RunAsync(RedisConnection redis, bool onlyIfFresh, CancellationToken cancellationToken) => OrPutBackAsync(async () =>
    {
        var survey = redis.Survey;
        var plan = Plan(survey);
        await using var exchange = Begin(redis.Volume, survey, plan);
        await StageAsync(exchange, plan, survey, cancellationToken);
        reporter.Info($"Exchanging the data of {host.Name} and restarting Redis");
        if (!await exchange.SwitchAsync(plan, survey, online: true, onlyIfFresh: onlyIfFresh || exchange.Journal.WasFresh, cancellationToken))
        {
            if (onlyIfFresh)
            {
                await exchange.DiscardAsync(reporter, cancellationToken);
                return null;
            }

            exchange.NoteData();
            _ = await exchange.SwitchAsync(plan, survey, online: true, onlyIfFresh: false, cancellationToken);
        }

        return await ConfirmAsync(exchange, host.AwaitRestartAsync(exchange.Journal.PreviousRunId, cancellationToken), cancellationToken);
    });

    /// <summary>Where Redis cannot start: with Redis off its volume.</summary>
    public Task<Restored?> RunStoppedAsync(CancellationToken cancellationToken) => OrPutBackAsync(async () =>
    {
        reporter.Info($"Redis in {host.Name} does not start: taking it off its volume for the restore");
        await using var stopped = await host.StopAsync(cancellationToken);
        var volume = stopped.Volume;
        var survey = await volume.SurveyAsync(cancellationToken);
        var plan = Plan(survey);
        await using var exchange = Begin(volume, survey, plan);
        await StageAsync(exchange, plan, survey, cancellationToken);
        _ = await exchange.SwitchAsync(plan, survey, online: false, onlyIfFresh: false, cancellationToken);
        return await ConfirmAsync(exchange, stopped.StartAsync(cancellationToken), cancellationToken);
    });

    private RestorePlan Plan(Survey survey)
    {
        var plan = backup.Plan(survey.Layout.AppendOnly, _id);
        _staged = [.. plan.Files.Select(file => file.Name)];
        return plan;
    }

    private Exchange Begin(VolumeAgent volume, Survey survey, RestorePlan plan) => new(host, volume, new RestoreJournal(
        RestorePhase.Staging,
        source.Location,
        _staged,
        survey.Layout.AofDirectory,
        survey.Layout.AofFileName,
        survey.Layout.DumpFileName,
        plan.Size,
        survey.Info.RunId,
        Databases: source.Counted?.Databases,
        AppendOnly: survey.Layout.AppendOnly,
        WasFresh: survey.NotFresh is null,
        EndsWithLog: source.Log is not null));

    private async Task StageAsync(Exchange exchange, RestorePlan plan, Survey survey, CancellationToken cancellationToken)
    {
        try
        {
            await using var archive = await source.OpenAsync(cancellationToken);
            var found = await exchange.StageAsync(archive, backup.Content, plan, reporter, cancellationToken);
            if (backup.Content.IsPromise)
            {
                backup.RequireKept(found, plan, survey, _id);
            }
        }
        catch (InvalidDataException exception) when (backup.Content.IsPromise)
        {
            throw new UnusableBackupException(exception.Message, cause: exception);
        }

        await operationLock.RequireHeldAsync(cancellationToken);
        _stage = RestoreStage.Exchanging;
    }

    private async Task<Restored?> ConfirmAsync(Exchange exchange, Task<RedisConnection> starting, CancellationToken cancellationToken)
    {
        var survey = await exchange.AwaitRedisAsync(starting, LoadLimit, reporter, cancellationToken);
        exchange.RequireSameMode(survey);
        if (exchange.Journal.IsRestoredInForce(survey) != true)
        {
            throw new UnusableBackupException("Redis has written its own data over what was exchanged", transient: true);
        }

        var confirmation = Confirmation.Of(exchange.Journal, survey);
        if (confirmation.Wrong is { } wrong)
        {
            throw new UnusableBackupException(wrong);
        }

        var keepsBoth = confirmation.Unknown is not null && !exchange.Journal.WasFresh;
        (_stage, _serving) = (keepsBoth ? RestoreStage.Undecided : RestoreStage.Confirmed, new Restored(survey.Info, confirmation.Unknown, KeptPrevious: false));
        await (keepsBoth ? exchange.KeepBothAsync(CancellationToken.None) : exchange.FinishAsync(reporter, CancellationToken.None));
        return _serving = _serving with { KeptPrevious = keepsBoth };
    }

    /// <summary>Whatever was going on, also after Ctrl-C: the journal on the volume says how far it came.</summary>
    private async Task<Restored?> OrPutBackAsync(Func<Task<Restored?>> restore)
    {
        try
        {
            return await restore();
        }
        catch (Exception exception) when (_stage == RestoreStage.Undecided && _serving is { KeptPrevious: false })
        {
            // What has been written since is nobody's to drop; whoever comes next keeps both, and notes it.
            throw RestoreFailure.OfUndecided(source.Location, _serving!.NotCompared!, exception);
        }
        catch (Exception exception) when (_stage != RestoreStage.Undecided)
        {
            if (_staged.Count > 0 && await PutBackAsync(exception) && _stage == RestoreStage.Confirmed)
            {
                reporter.Warn($"Dropping the previous data was cut short, and finished at the second attempt: {exception.Problem()}");
                return _serving;
            }

            if (RestoreFailure.Of(source.Location, _stage, exception) is { } told)
            {
                throw told;
            }

            throw;
        }
    }

    /// <returns>Whether the restored data serves after all.</returns>
    private async Task<bool> PutBackAsync(Exception cause)
    {
        var isConfirmed = _stage == RestoreStage.Confirmed;
        reporter.Info(isConfirmed ? "Going on with what was cut short" : "Putting the previous data back");
        try
        {
            await operationLock.RequireHeldAsync(CancellationToken.None);
        }
        catch (ConflictException lost)
        {
            // Whoever has it now puts this right before anything else, or has done so.
            throw RestoreFailure.OfLostLock(source.Location, cause, lost);
        }
        catch (LifecycleException)
        {
            // Whether it is held cannot be asked: what is put back is this run's own in any case.
        }

        try
        {
            return await Recovery.EndAsync(host, _staged, isConfirmed, reporter, CancellationToken.None);
        }
        catch (Exception exception) when (exception is ShellException or RedisDidNotStartException or LifecycleException)
        {
            throw RestoreFailure.OfPuttingBack(source.Location, _stage, cause, exception);
        }
    }
}
