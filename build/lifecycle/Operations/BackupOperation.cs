using System.Diagnostics;
using System.Text;
using Lifecycle.Archives;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Stores;

namespace Lifecycle.Operations;

/// <summary>A backup that is whole in its store.</summary>
public sealed record BackupResult(BackupName Name, WrittenArchive Archive, Snapshot Snapshot);

/// <summary>Snapshot, archive, checksum, manifest: in this order, the manifest last.</summary>
public sealed class BackupOperation(IRedisHost host, IBackupStore store, IOperationLock operationLock, IReporter reporter, string toolVersion)
{
    public const string Name = "REDIS-BACKUP";

    public async Task<Verdict> RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await BackUpAsync(cancellationToken);
        return Verdict.Run(
            Name,
            $"{Text.Keys(result.Snapshot.Keyspace.Total)} in {Text.Bytes(result.Archive.Size)}",
            new Fact("Archive", store.Locate(result.Name.Archive)),
            new Fact("Size", Text.ExactBytes(result.Archive.Size)),
            new Fact("SHA256", result.Archive.Sha256),
            new Fact("Keys", Text.Keys(result.Snapshot.Keyspace.Total)),
            new Fact("Duration", Text.Duration(Stopwatch.GetElapsedTime(started))));
    }

    /// <exception cref="LifecycleException">There is no backup; what a failed one has stored so far is not complete.</exception>
    public async Task<BackupResult> BackUpAsync(CancellationToken cancellationToken)
    {
        await Leftovers.ClearAsync(store, operationLock, reporter, cancellationToken);
        var redis = await Recovery.ConnectAsync(host, reporter, cancellationToken)
            ?? throw new LifecycleException($"Redis does not run in {host.Name}", "Run Verify to see why; Restore --force brings it back to the last backup");
        RedisHealth.Require(redis);
        try
        {
            return await StoreAsync(redis, cancellationToken);
        }
        catch
        {
            await ReleaseAsync(redis.Shell);
            throw;
        }
    }

    private async Task<BackupResult> StoreAsync(RedisConnection redis, CancellationToken cancellationToken)
    {
        await using var target = new BackupTarget(store, operationLock, reporter);
        var snapshot = await SnapshotTransfer.RunAsync(redis, taken => OpenAsync(target, taken, cancellationToken), cancellationToken);
        var archive = await target.CompleteAsync(cancellationToken);
        var manifest = new BackupManifest(target.Name.Timestamp, snapshot.TakenAt, snapshot.RedisVersion, snapshot.Keyspace.Databases, archive.Size, archive.Sha256, archive.Files, toolVersion);
        await PutAsync(target.Name, BackupPart.Checksum, Encoding.ASCII.GetBytes(Checksum.Format(archive.Sha256, target.Name.ArchiveFileName)), cancellationToken);
        await PutAsync(target.Name, BackupPart.Manifest, manifest.ToJson(), cancellationToken);
        return new BackupResult(target.Name, archive, snapshot);
    }

    private Task<Stream> OpenAsync(BackupTarget target, Snapshot snapshot, CancellationToken cancellationToken)
    {
        reporter.Info($"Snapshot of {host.Name}: {Text.Keys(snapshot.Keyspace.Total)}, {Text.Bytes(snapshot.Size)}; storing it in {store.Location}");
        return target.OpenAsync(snapshot, cancellationToken);
    }

    private async Task PutAsync(BackupName name, BackupPart part, byte[] content, CancellationToken cancellationToken)
    {
        await using var upload = await store.CreateAsync(name.Key(part), cancellationToken);
        await upload.Content.WriteAsync(content, cancellationToken);
        await upload.CompleteAsync(cancellationToken);
    }

    // Also after Ctrl-C; where the shell is gone, the next run removes the folder.
    private async Task ReleaseAsync(IShell shell)
    {
        try
        {
            await Snapshot.ReleaseAsync(shell, CancellationToken.None);
        }
        catch (Exception exception) when (exception is ShellException or LifecycleException)
        {
            reporter.Warn($"The snapshot's scratch folder stays until the next backup: {exception.Message.TrimEnd('.')}.");
        }
    }
}
