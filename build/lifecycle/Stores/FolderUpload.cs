namespace Lifecycle.Stores;

/// <summary>A file that gets its name when it is whole and on disk.</summary>
internal sealed class FolderUpload(string path, string partialPath) : IUpload
{
    private readonly FileStream _file = new(partialPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
    private bool _completed;

    public Stream Content => _file;

    public bool LeavesNothing { get; private set; }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
        await _file.DisposeAsync();
        try
        {
            if (HardLink.TryCreate(partialPath, path))
            {
                File.Delete(partialPath);
            }
            else
            {
                File.Move(partialPath, path, overwrite: false);
            }

            _completed = true;
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new AlreadyStoredException(path);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        LeavesNothing = _completed || TryRemove();
    }

    // What made the upload fail is what is told. What is left of it is found by its name, by the next Backup or Rotate.
    private bool TryRemove()
    {
        try
        {
            File.Delete(partialPath);
            RemoveFolderIfEmpty();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return !File.Exists(partialPath);
        }
    }

    private void RemoveFolderIfEmpty()
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }
}
