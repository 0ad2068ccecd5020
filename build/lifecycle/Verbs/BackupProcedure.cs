using System.Text;
using Lifecycle.Archives;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Stores;
using Lifecycle.Volume;
using Lifecycle.Waiting;

namespace Lifecycle.Verbs;

/// <summary>A backup that is whole in its store.</summary>
public sealed record BackupResult(BackupName Name, WrittenArchive Archive, SnapshotHead Snapshot);

/// <summary>Snapshot, archive, manifest, checksum: in this order.</summary>
/// <param name="store">Where it goes.</param>
/// <param name="toolVersion">Noted in the manifest.</param>
/// <param name="reporter">Is told how far it has come.</param>
internal sealed class BackupProcedure(IBackupStore store, string toolVersion, IReporter reporter)
{
    private const int CopyBufferSize = 128 * 1024;

    private static readonly TimeSpan NamePatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <param name="host">Where Redis is.</param>
    /// <param name="held">The lock.</param>
    /// <param name="identifying">Finds out whose it is, meanwhile.</param>
    /// <param name="log">For a checkpoint: which log goes on from it, where it is named so.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">There is no backup; what a failed one has stored so far is not complete.</exception>
    public async Task<BackupResult> RunAsync(IRedisHost host, IOperationLock held, Task<Owner> identifying, Func<BackupName, BackupName>? log, CancellationToken cancellationToken)
    {
        await Leftovers.ClearAsync(store, held, reporter, cancellationToken);
        var redis = await Recovery.ConnectAsync(host, Intent.BackUp, reporter, cancellationToken)
            ?? throw new LifecycleException($"Redis does not run in {host.Name}", "Run Verify to see why; Restore --force brings it back to the last backup");
        await using var snapshot = redis.Snapshot ?? await TakeSnapshotAsync(redis, cancellationToken);
        WarnOfBeside(redis);
        var owner = await identifying;
        var head = snapshot.Head;
        reporter.Info($"Snapshot of {host.Name}: {Human.Keys(head.Keyspace.Total)}, {Human.Bytes(head.Size)}; storing it in {store.Location}");
        var (name, upload) = await ReserveAsync(head, cancellationToken);
        WrittenArchive archive;
        var mayBeThere = false;
        try
        {
            await held.NoteAsync(store.Locate(name.Archive), cancellationToken);
            await using var writer = new ArchiveWriter(head, upload.Content, reporter);
            await snapshot.Content.CopyToAsync(writer.Content, CopyBufferSize, cancellationToken);
            await snapshot.CompleteAsync(cancellationToken);
            archive = await writer.CompleteAsync(cancellationToken);
            mayBeThere = true;
            await upload.CompleteAsync(cancellationToken);
        }
        finally
        {
            await upload.DisposeAsync();
            if (upload.LeavesNothing && !mayBeThere)
            {
                held.Settle();
            }
        }

        var checksum = Encoding.ASCII.GetBytes(Checksum.Format(archive.Sha256, name.ArchiveFileName));
        var manifest = new BackupManifest(name.Timestamp, head.TakenAt, head.Info.Version, head.Keyspace.Databases, archive.Size, archive.Sha256, archive.Files, toolVersion)
        {
            Owner = owner.ToManifest(),
            AofManifest = head.AofManifest,
            Log = log is not null && head.Position is { } position ? new ManifestLog(log(name).Timestamp, position.Increment, position.Offset) : null,
        };
        // Whoever has taken the lock meanwhile has removed an archive that nothing describes yet.
        await held.RequireHeldAsync(cancellationToken);
        // The checksum last: with it a backup is complete, and without its manifest it would be one of nobody's.
        await store.PutAsync(name.ManifestKey(owner), manifest.ToJson(), cancellationToken);
        await store.PutAsync(name.Key(BackupPart.Checksum), checksum, cancellationToken);
        if (upload.LeavesNothing)
        {
            held.Settle();
        }

        return new BackupResult(name, archive, head);
    }

    /// <summary>Where none was taken when Redis was reached: something may be wrong with it.</summary>
    private async Task<Snapshot> TakeSnapshotAsync(RedisConnection reached, CancellationToken cancellationToken)
    {
        var redis = await Unwritten.AwaitAsync(reached, reporter, cancellationToken);
        redis.Survey.RequireLoaded(redis.Shell.Name);
        if (redis.Survey.Info is { AppendOnly: true, LastWriteOk: false })
        {
            throw new LifecycleException($"Redis in {redis.Shell.Name} cannot write its append-only file", "See its log and the free space on its volume; nothing that it accepts now is safe");
        }

        return await redis.Volume.TakeSnapshotAsync(redis.Survey.Layout, cancellationToken);
    }

    private void WarnOfBeside(RedisConnection redis)
    {
        if (redis.Survey.Beside.Count > 0)
        {
            reporter.Warn($"Redis' settings point to what no backup holds: {string.Join(", ", redis.Survey.Beside)}. Keep it elsewhere: a Redis that is made anew does not start without it.");
        }
    }

    /// <summary>A timestamp counts seconds; the backup that comes second in one takes the next.</summary>
    private async Task<(BackupName Name, IUpload Upload)> ReserveAsync(SnapshotHead head, CancellationToken cancellationToken)
    {
        var time = head.TakenAt;
        var patience = new Patience(NamePatience, TimeProvider.System, Pace.Steady(Second));
        while (true)
        {
            var name = BackupName.At(time);
            try
            {
                return (name, await store.CreateAsync(name.Archive, ArchiveWriter.MostBytes(head), cancellationToken));
            }
            catch (AlreadyStoredException) when (!patience.IsOver)
            {
                await patience.PauseAsync(cancellationToken);
                time += Second;
            }
        }
    }
}
