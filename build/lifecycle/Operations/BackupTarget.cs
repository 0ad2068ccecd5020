using Lifecycle.Archives;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Operations;

/// <summary>Where one backup goes: named after its snapshot, and noted in the lock before anything of it is stored.</summary>
internal sealed class BackupTarget(IBackupStore store, IOperationLock operationLock, IReporter reporter) : IAsyncDisposable
{
    private const int NameAttempts = 5;

    private BackupName? _name;
    private IUpload? _upload;
    private ArchiveWriter? _writer;

    /// <exception cref="InvalidOperationException">It was not opened: there is no snapshot to name it after.</exception>
    public BackupName Name => _name ?? throw new InvalidOperationException("a backup has no name before its snapshot is taken");

    /// <returns>What takes the snapshot's files.</returns>
    public async Task<Stream> OpenAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        (_name, _upload) = await ReserveAsync(snapshot.TakenAt, cancellationToken);
        await operationLock.NoteAsync(store.Locate(Name.Archive), cancellationToken);
        _writer = new ArchiveWriter(snapshot, _upload.Content, reporter);
        return _writer.Content;
    }

    /// <summary>Makes the archive appear, whole.</summary>
    public async Task<WrittenArchive> CompleteAsync(CancellationToken cancellationToken)
    {
        var archive = await _writer!.CompleteAsync(cancellationToken);
        await _upload!.CompleteAsync(cancellationToken);
        return archive;
    }

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        if (_upload is not null)
        {
            await _upload.DisposeAsync();
            if (_upload.LeavesNothing)
            {
                operationLock.Settle();
            }
        }
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
}
