using Lifecycle.Archives;
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

    /// <summary>In place, with Redis running: no scaling, no helper.</summary>
    /// <returns>Null where it was to be fresh and got keys meanwhile.</returns>
    public Task<Restored?> RunAsync(RedisConnection redis, bool onlyIfFresh, CancellationToken cancellationToken) => OrPutBackAsync(async () =>
    {
        var survey = redis.Survey;
        var (exchange, plan) = await StageAsync(redis.Volume, survey, cancellationToken);
        reporter.Info($"Exchanging the data of {host.Name} and restarting Redis");
        if (!await exchange.SwitchAsync(plan, survey, online: true, onlyIfFresh, cancellationToken))
        {
            await exchange.DiscardAsync(reporter, cancellationToken);
            return null;
        }

        return await ConfirmAsync(exchange, host.AwaitRestartAsync(exchange.Journal.PreviousRunId, cancellationToken), cancellationToken);
    });

    /// <summary>Where Redis cannot start: with Redis off its volume.</summary>
    public Task<Restored?> RunStoppedAsync(CancellationToken cancellationToken) => OrPutBackAsync(async () =>
    {
        reporter.Info($"Redis in {host.Name} does not start: taking it off its volume for the restore");
        await using var stopped = await host.StopAsync(cancellationToken);
        var volume = new VolumeAgent(stopped.Shell, stopped: true);
        var survey = await volume.SurveyAsync(mayRestore: false, cancellationToken);
        var (exchange, plan) = await StageAsync(volume, survey, cancellationToken);
        _ = await exchange.SwitchAsync(plan, survey, online: false, onlyIfFresh: false, cancellationToken);
        return await ConfirmAsync(exchange, stopped.StartAsync(cancellationToken), cancellationToken);
    });

    private async Task<(Exchange Exchange, RestorePlan Plan)> StageAsync(VolumeAgent volume, Survey survey, CancellationToken cancellationToken)
    {
        var layout = survey.Layout;
        var plan = backup.Plan(layout.AppendOnly, _id);
        var exchange = new Exchange(host, volume, new RestoreJournal(
            RestorePhase.Staging,
            source.Location,
            [.. plan.Files.Select(file => file.Name)],
            layout.AofDirectory,
            layout.AofFileName,
            layout.DumpFileName,
            plan.Size,
            survey.Info.RunId,
            Databases: source.Counted?.Databases,
            AppendOnly: layout.AppendOnly,
            WasFresh: survey.NotFresh is null,
            EndsWithLog: source.Log is not null));
        await using (var archive = await source.OpenAsync(cancellationToken))
        {
            await exchange.StageAsync(archive, backup.Content, plan, reporter, cancellationToken);
        }

        await operationLock.RequireHeldAsync(cancellationToken);
        return (exchange, plan);
    }

    private async Task<Restored?> ConfirmAsync(Exchange exchange, Task<RedisConnection> starting, CancellationToken cancellationToken)
    {
        var survey = await exchange.AwaitRedisAsync(starting, LoadLimit, reporter, cancellationToken);
        if (!exchange.Journal.IsInForce(survey))
        {
            throw new UnusableBackupException("Redis has written its own data over what was exchanged", transient: true);
        }

        var confirmation = Confirmation.Of(exchange.Journal, survey.Info);
        if (confirmation.Wrong is { } wrong)
        {
            throw new UnusableBackupException(wrong);
        }

        var keep = confirmation.Unknown is not null && !exchange.Journal.WasFresh;
        if (keep)
        {
            await exchange.KeepBothAsync(CancellationToken.None);
        }
        else
        {
            await exchange.FinishAsync(reporter, CancellationToken.None);
        }

        return new Restored(survey.Info, confirmation.Unknown, keep);
    }

    /// <summary>Whatever was going on, also after Ctrl-C: the journal on the volume says how far it came.</summary>
    private async Task<Restored?> OrPutBackAsync(Func<Task<Restored?>> restore)
    {
        try
        {
            return await restore();
        }
        catch (Exception exception)
        {
            reporter.Info("Putting the previous data back");
            await PutBackAsync(exception);
            throw exception switch
            {
                RedisDidNotStartException => UnusableBackupException.NotRestored(source.Location, exception),
                UnusableBackupException { Transient: true } => new LifecycleException($"{source.Location} was not restored, and the previous data serves again: {exception.Message}", "Run it again"),
                UnusableBackupException => UnusableBackupException.NotRestored(source.Location, exception),
                _ => Rethrow(exception),
            };
        }
    }

    private static Exception Rethrow(Exception exception)
    {
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
        return exception;
    }

    private async Task PutBackAsync(Exception cause)
    {
        try
        {
            await Recovery.UndoAsync(host, reporter, CancellationToken.None);
        }
        catch (Exception exception) when (exception is ShellException or RedisDidNotStartException)
        {
            throw new LifecycleException(
                $"{source.Location} was not restored ({cause.Message}), and the previous data, kept on the volume, does not serve yet: {exception.Message}",
                "Run Verify to see what is wrong, then any Restore or Backup: each puts the previous data back first",
                cause);
        }
    }
}
