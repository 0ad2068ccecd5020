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
public sealed class BackupOperation(IRedisHost host, IBackupStore store, IReporter reporter, string toolVersion)
{
    public const string Name = "REDIS-BACKUP";

    private const int NameAttempts = 5;

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
        if (await Recovery.RunAsync(host, reporter, cancellationToken) is { } recovered)
        {
            reporter.Warn($"Before the backup: {recovered}.");
        }

        var shell = await host.TryConnectAsync(cancellationToken)
            ?? throw new LifecycleException($"Redis does not run in {host.Name}", "Run Verify to see why; Restore --force brings it back to the last backup");
        var server = new RedisServer(shell);
        await RedisHealth.RequireAsync(server, cancellationToken);
        var layout = await server.GetLayoutAsync(cancellationToken);
        try
        {
            var snapshot = await Snapshot.TakeAsync(shell, layout, cancellationToken);
            reporter.Info($"Snapshot of {host.Name}: {Text.Keys(snapshot.Keyspace.Total)}, {Text.Bytes(snapshot.Files.Sum(file => file.Size))}; storing it in {store.Location}");
            return await StoreAsync(shell, snapshot, cancellationToken);
        }
        finally
        {
            await ReleaseAsync(shell);
        }
    }

    private async Task<BackupResult> StoreAsync(IShell shell, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var reserved = await ReserveAsync(snapshot.TakenAt, cancellationToken);
        await using var upload = reserved.Upload;
        var archive = await ArchiveWriter.WriteAsync(shell, snapshot, upload.Content, reporter, cancellationToken);
        await upload.CompleteAsync(cancellationToken);
        var manifest = new BackupManifest(reserved.Name.Timestamp, snapshot.TakenAt, snapshot.RedisVersion, snapshot.Keyspace.Databases, archive.Size, archive.Sha256, archive.Files, toolVersion);
        await PutAsync(reserved.Name, BackupPart.Checksum, Encoding.ASCII.GetBytes(Checksum.Format(archive.Sha256, reserved.Name.ArchiveFileName)), cancellationToken);
        await PutAsync(reserved.Name, BackupPart.Manifest, manifest.ToJson(), cancellationToken);
        return new BackupResult(reserved.Name, archive, snapshot);
    }

    /// <summary>A timestamp counts seconds; the backup that comes second in one takes the next.</summary>
    private async Task<(BackupName Name, IUpload Upload)> ReserveAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var name = BackupName.At(time);
            try
            {
                return (name, await store.CreateAsync(name.Archive, cancellationToken));
            }
            catch (AlreadyStoredException) when (attempt < NameAttempts)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                time += TimeSpan.FromSeconds(1);
            }
        }
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
        catch (ShellException exception)
        {
            reporter.Warn($"The snapshot's scratch folder stays until the next backup: {exception.Message}.");
        }
    }
}
