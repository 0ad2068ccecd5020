using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Stores;
using Lifecycle.Streams;
using Lifecycle.Waiting;

namespace Lifecycle.Verbs;

/// <summary>Keeps a log going: begins it with a checkpoint, goes on with it after a break, and begins another after a gap.</summary>
internal sealed class Archiver(IEnvironment environment, IBackupStore store, LogPace pace, string toolVersion, LogProgress progress, IReporter reporter, TimeProvider clock)
{
    private static readonly Pace Retries = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly LogClock _time = new(clock, reporter);
    private readonly Checkpoints _checkpoints = new(environment, store, pace, toolVersion, reporter, clock);
    private Patience _patience = new(TimeSpan.MaxValue, clock, Retries);
    private LogRecorder? _recorder;
    private bool _hasBegun;

    /// <param name="stop">Ends it, when that is stored which is there by then.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="OperationCanceledException">It was stopped before its first checkpoint, or it took too long.</exception>
    /// <exception cref="LifecycleException">It cannot follow, or what was there when it was stopped could not be read.</exception>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        try
        {
            while (await FollowAsync(stop, cancellationToken) is var halt && halt != Halt.Told)
            {
                if (halt.Gap is { } gap && _recorder is { } ended)
                {
                    reporter.Warn($"The log has a gap here: {gap}. A new one begins with a checkpoint.");
                    await ended.FlushAsync(cancellationToken);
                    _recorder = null;
                }

                await _patience.PauseAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && _recorder is not null)
        {
            await _recorder.FlushAsync(cancellationToken);
            throw new LifecycleException(
                $"The log of {environment.Redis.Name} was not being followed when Archive was told to end{(_patience.Reason.Length > 0 ? $" ({_patience.Reason})" : "")}: what was written since {(progress.Position is { } position ? $"{position}" : "it began")} may not be stored",
                "Run Archive again: it goes on where this one ended");
        }
    }

    /// <summary>Until something comes between.</summary>
    private async Task<Halt> FollowAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        var (opened, over) = await TryOpenAsync(stop);
        if (opened is not { } source)
        {
            return over ?? Halt.Disconnected;
        }

        await using var follower = source.Follower;
        await using var beside = new TaskGroup();
        var started = clock.GetTimestamp();
        _patience.Reason = "";
        var halt = await _recorder!.RunAsync(follower, CheckpointAsync, stop, cancellationToken);
        if (halt == Halt.Disconnected)
        {
            // Redis may be gone for good, and what was read of it is here.
            await _recorder.FlushAsync(cancellationToken);
        }

        // What breaks again and again is tried less and less often: each gap costs a checkpoint.
        _patience = clock.GetElapsedTime(started) > Long ? new Patience(TimeSpan.MaxValue, clock, Retries) : _patience;
        return halt;

        // Redis' files are followed meanwhile: what is written during a checkpoint is no less worth.
        async Task CheckpointAsync()
        {
            if (_checkpoints.IsDue)
            {
                _ = beside.Start(token => _checkpoints.TryTakeAsync(_recorder.Log, token));
            }

            await beside.WaitAsync(remaining: 1, stop);
        }
    }

    /// <summary>With nobody else at work meanwhile, who might be exchanging what is to be followed. Neither of the two where it has to be tried again.</summary>
    private async Task<(LogSource? Source, Halt? Over)> TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var held = await environment.LockAsync(nameof(Archive), cancellationToken);
            return await OpenAsync(held, cancellationToken);
        }
        catch (ConflictException exception)
        {
            Tell(exception.Problem);
        }
        catch (Exception exception) when (_hasBegun && exception is ShellException or RedisDidNotStartException or UnreachableException)
        {
            Tell(exception.Problem());
        }

        return default;
    }

    private async Task<(LogSource? Source, Halt? Over)> OpenAsync(IOperationLock held, CancellationToken cancellationToken)
    {
        if (_hasBegun && await environment.FindPresenceAsync(cancellationToken) != Presence.Redis)
        {
            throw new LifecycleException($"{environment.Redis.Name} is gone", "Deploy brings it back; then run Archive again");
        }

        if (!_hasBegun)
        {
            await environment.EnsureRedisAsync(reporter, cancellationToken);
        }

        var redis = await ConnectAsync(cancellationToken);
        if (!redis.Survey.Layout.AppendOnly)
        {
            throw new LifecycleException($"Redis in {environment.Redis.Name} runs without the append-only file, and there is no log to follow", "Switch it on in its configuration (appendonly yes), as Deploy does, and in the running Redis with CONFIG SET appendonly yes");
        }

        if (redis.Survey.Info.IsReplica)
        {
            throw new LifecycleException($"Redis in {environment.Redis.Name} is a replica: what it writes begins anew with each resync", "Point --selector at the pod that is written to");
        }

        var owner = await environment.IdentifyAsync(cancellationToken);
        if (_recorder is not null)
        {
            return await _recorder.ReconnectAsync(redis.Volume, owner, cancellationToken);
        }

        var opening = new LogOpening(store, _checkpoints, reporter);
        var opened = (_hasBegun ? null : await opening.ContinueAsync(redis, owner, cancellationToken))
            ?? await opening.BeginAsync(redis, owner, held, cancellationToken);
        if (opened is null)
        {
            Tell("Redis is writing its append-only file anew, or has more than once while the checkpoint was stored");
            return default;
        }

        return (await RecordAsync(opened, cancellationToken), null);
    }

    // At the start what is wrong is told at once. Later a pod may be on its way.
    private async Task<RedisConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await environment.Redis.TryConnectAsync(cancellationToken) ?? throw new ShellException($"Redis does not run in {environment.Redis.Name}");
        }
        catch (LifecycleException exception) when (_hasBegun && exception is not ForbiddenException)
        {
            throw new ShellException(exception.Problem, exception);
        }
    }

    // It is stored at once that it goes on: whoever else goes on from there finds its next key taken.
    private async Task<LogSource> RecordAsync(OpenLog opened, CancellationToken cancellationToken)
    {
        _time.StartAt(opened.Head.Last.Time);
        var recorder = new LogRecorder(opened, new SegmentSender(store, opened.Owner, opened.Head, reporter, clock), pace, progress, _time, clock);
        try
        {
            await recorder.AnnounceAsync(cancellationToken);
        }
        catch
        {
            await opened.Source.Follower.DisposeAsync();
            throw;
        }

        reporter.Info($"Following the log of {environment.Redis.Name} from {opened.Head.At} on, into {store.Location}");
        (_recorder, _hasBegun) = (recorder, true);
        return opened.Source;
    }

    private void Tell(string problem)
    {
        if (problem != _patience.Reason)
        {
            reporter.Warn($"{_patience.Reason = problem}. {(_recorder is null ? "The next checkpoint waits for that" : "The log waits on the volume")}.");
        }
    }
}
