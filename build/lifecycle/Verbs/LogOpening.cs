using System.Diagnostics.CodeAnalysis;
using Lifecycle.Environments;
using Lifecycle.Log;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>Goes on with the log that an earlier archiver has left, or begins one.</summary>
internal sealed class LogOpening(IBackupStore store, Checkpoints checkpoints, IReporter reporter)
{
    /// <returns>Null where there is none, or Redis' files do not go on from there.</returns>
    public async Task<OpenLog?> ContinueAsync(RedisConnection redis, Owner owner, CancellationToken cancellationToken)
    {
        if (await ListAsync(owner, cancellationToken) is not [.., var newest] logs)
        {
            return null;
        }

        if (await TryFindHeadAsync(logs, cancellationToken) is { } head && await LogSource.ContinueAsync(redis.Volume, head.At, head.Seam, state => state.Run == head.Run, cancellationToken) is { } source)
        {
            reporter.Info($"Going on with log {head.Generation} at {head.At}");
            checkpoints.Remember(newest.Checkpoints is [.., var last] ? last.Backup.Name.Time : DateTimeOffset.MinValue);
            return new OpenLog(owner, head, source);
        }

        reporter.Warn($"Log {newest.Name} does not go on: Redis' files are no longer those that it was read from. A new log begins with a checkpoint.");
        return null;
    }

    // What is opened before the checkpoint is made is there after it, also when a rewrite has removed it meanwhile.
    /// <returns>Null where more than one rewrite came between, or Redis has yet to write what it holds.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever gets the source disposes of it.")]
    public async Task<OpenLog?> BeginAsync(RedisConnection redis, Owner owner, IOperationLock held, CancellationToken cancellationToken)
    {
        var increment = redis.Survey.InForce?.Increments.LastOrDefault()?.Sequence ?? throw new ShellException($"{redis.Shell.Name}: Redis has no append-only manifest yet");
        var follower = await redis.Volume.OpenFollowerAsync(new AofPosition(increment, 0), cancellationToken);
        LogSource? source = null;
        try
        {
            if (await follower.LookAsync(cancellationToken) is null)
            {
                return null;
            }

            var checkpoint = await checkpoints.TakeAsync(held, owner, name => name, cancellationToken);
            return checkpoint.Snapshot.Position is { } at && (source = await LogSource.SeekAsync(follower, at, cancellationToken)) is not null
                ? new OpenLog(owner, new LogHead(checkpoint.Name, 1, at, Seam.Of(source.Before.Span), checkpoint.Snapshot.Info.RunId, new LogMoment(at, checkpoint.Snapshot.TakenAt)), source)
                : null;
        }
        finally
        {
            if (source is null)
            {
                await follower.DisposeAsync();
            }
        }
    }

    private async Task<IReadOnlyList<LogGeneration>> ListAsync(Owner owner, CancellationToken cancellationToken)
    {
        try
        {
            var backups = await new Catalog(store).ListAsync(cancellationToken);
            return await new LogCatalog(store).ListAsync(SegmentKey.Beginning(owner.ToString()), owner.Equals, backups, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            reporter.Warn($"Which log there is cannot be read: {exception.Message}. A new one begins with a checkpoint.");
            return [];
        }
    }

    private async Task<LogHead?> TryFindHeadAsync(IReadOnlyList<LogGeneration> logs, CancellationToken cancellationToken)
    {
        try
        {
            return await LogHead.FindAsync(store, logs, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            reporter.Warn($"The end of the last log cannot be read: {exception.Message}");
            return null;
        }
    }
}
