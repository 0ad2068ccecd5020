using System.IO.Pipelines;
using Lifecycle.Archives;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Operations;

/// <summary>One restore of a checked archive, from staging to serving or back.</summary>
internal sealed class RestoreSession(IRedisHost host, IOperationLock operationLock, IReporter reporter, RestoreSource source, ArchiveContent content)
{
    private static readonly TimeSpan StageLimit = TimeSpan.FromHours(6);
    private static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(30);

    // Unlike any file's that is there, also when the same backup is restored twice: nothing staged may replace it.
    private readonly StagingPlan _plan = StagingPlan.For(content, $"{source.Id}-{Guid.NewGuid().ToString("n")[..8]}");

    /// <summary>In place, with Redis running: no scaling, no helper.</summary>
    /// <returns>What Redis serves now; null where it was to be fresh and got keys meanwhile.</returns>
    public async Task<RedisInfo?> RunAsync(RedisConnection redis, bool onlyIfFresh, CancellationToken cancellationToken)
    {
        var (shell, survey) = redis;
        if (!survey.Layout.AppendOnly)
        {
            throw new LifecycleException($"Redis in {host.Name} runs with the append-only file off", "Deploy it with --appendonly yes, as k8s/apps/redis does, then restore");
        }

        var swap = new DataSwap(shell, NewJournal(survey.Layout, survey.Info.RunId));
        return await OrPutBackAsync(async () =>
        {
            await StageAsync(swap, shell, cancellationToken);
            await operationLock.RequireHeldAsync(cancellationToken);
            reporter.Info($"Exchanging the data of {host.Name} and restarting Redis");
            if (!await swap.SwitchAsync(_plan, survey.Manifest, online: true, onlyIfFresh, cancellationToken))
            {
                await swap.DiscardAsync(cancellationToken);
                return null;
            }

            return await ConfirmAsync(await host.AwaitRestartAsync(swap.Journal.PreviousRunId, cancellationToken), swap.Journal, cancellationToken);
        });
    }

    /// <summary>Where Redis cannot start: with Redis off its volume.</summary>
    public Task<RedisInfo?> RunStoppedAsync(CancellationToken cancellationToken) => OrPutBackAsync(async () =>
    {
        reporter.Info($"Redis in {host.Name} does not start: taking it off its volume for the restore");
        await using var stopped = await host.StopAsync(cancellationToken);
        var swap = new DataSwap(stopped.Shell, NewJournal(RedisLayout.Default, ""));
        await StageAsync(swap, stopped.Shell, cancellationToken);
        await operationLock.RequireHeldAsync(cancellationToken);
        var (manifest, _) = await new AofFolder(stopped.Shell, RedisLayout.Default).ReadManifestAsync(cancellationToken);
        _ = await swap.SwitchAsync(_plan, manifest, online: false, onlyIfFresh: false, cancellationToken);
        return await ConfirmAsync(await stopped.StartAsync(cancellationToken), swap.Journal, cancellationToken);
    });

    private RestoreJournal NewJournal(RedisLayout layout, string runId) => new(
        RestorePhase.Staging,
        source.Location,
        [.. _plan.Files.Select(file => file.Name)],
        layout.AofDirectory,
        layout.AofFileName,
        layout.DumpFileName,
        _plan.Size,
        runId,
        Databases: source.Manifest?.Databases);

    private async Task StageAsync(DataSwap swap, IShell shell, CancellationToken cancellationToken)
    {
        var files = StagedContent.InOrder(content, _plan);
        using var progress = reporter.Begin("Writing to /data", _plan.Size);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 2 * 1024 * 1024, resumeWriterThreshold: 1024 * 1024, minimumSegmentSize: 128 * 1024));
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var unpacking = UnpackAsync(files, pipe.Writer, progress, abandoned.Token);
        IReadOnlyDictionary<string, long> arrived;
        try
        {
            await using var staged = pipe.Reader.AsStream();
            arrived = await swap.StageAsync(staged, files, StageLimit, cancellationToken);
        }
        finally
        {
            await abandoned.CancelAsync();
            await unpacking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await unpacking;
        if (_plan.Files.FirstOrDefault(file => arrived.GetValueOrDefault(file.Name, -1) != file.Archived.Size) is { } missing)
        {
            throw new ShellException($"{shell.Name}: {missing.Archived.Path} did not arrive whole");
        }
    }

    private async Task UnpackAsync(IReadOnlyList<StagedFile> files, PipeWriter writer, IProgressLine progress, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await using var archive = await source.OpenAsync(cancellationToken);
            await using var counting = new ProgressStream(writer.AsStream(leaveOpen: true), progress);
            await StagedContent.CopyAsync(archive, content, files, counting, cancellationToken);
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            await writer.CompleteAsync(failure);
        }
    }

    private async Task<RedisInfo?> ConfirmAsync(RedisConnection redis, RestoreJournal journal, CancellationToken cancellationToken)
    {
        var survey = await LoadWatch.WaitAsync(host, redis.Survey, redis.Shell, LoadLimit, reporter, cancellationToken);
        if (!journal.IsInForce(survey.InForce))
        {
            throw new RestoredDataException("a rewrite of Redis' own data came between");
        }

        if (journal.Contradiction(survey.Info) is { } contradiction)
        {
            throw new RestoredDataException(contradiction);
        }

        await new DataSwap(redis.Shell, journal).FinishAsync(survey, CancellationToken.None);
        return survey.Info;
    }

    /// <summary>Whatever was going on, also after Ctrl-C: the journal on the volume says how far it came.</summary>
    private async Task<RedisInfo?> OrPutBackAsync(Func<Task<RedisInfo?>> restore)
    {
        try
        {
            return await restore();
        }
        catch (Exception exception)
        {
            reporter.Info("Putting the previous data back");
            await PutBackAsync(exception);
            if (exception is RedisDidNotStartException or RestoredDataException)
            {
                throw new LifecycleException(
                    $"{source.Location} was not restored, and the previous data serves again: {exception.Message}",
                    "Name another backup with --archive or --s3-uri; Backups lists them",
                    exception);
            }

            throw;
        }
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
