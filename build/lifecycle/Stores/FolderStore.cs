using System.Runtime.CompilerServices;
using Lifecycle.Failures;

namespace Lifecycle.Stores;

/// <summary>Backups in a folder of this machine.</summary>
public sealed class FolderStore(string folder, TimeProvider? clock = null) : IBackupStore
{
    private const string PartialMark = ".partial-";

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    public string Location => folder;

    public bool IsOnThisMachine => true;

    public string Locate(string key) => Path.Combine(folder, key);

    public Task ReachAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<StoredObject> ListAsync(string beginning, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var file in Files().Where(file => KeyOf(file).StartsWith(beginning, StringComparison.Ordinal) && string.CompareOrdinal(KeyOf(file), after) > 0 && !IsPartial(file)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new StoredObject(KeyOf(file), file.Length, file.LastWriteTimeUtc);
        }
    }

    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream>(new FileStream(Locate(key), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 128 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NotFoundException($"There is no {Locate(key)}", "Backups lists what there is", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ForbiddenException($"{Locate(key)} cannot be read: {exception.Message}", "See that this account may read the file", exception);
        }
        catch (IOException exception)
        {
            throw new LifecycleException($"{Locate(key)} cannot be read: {exception.Message}", "See that the file is readable", exception);
        }
    }

    public Task<IUpload> CreateAsync(string key, long? most, CancellationToken cancellationToken)
    {
        var path = Locate(key);
        if (File.Exists(path))
        {
            throw new AlreadyStoredException(path);
        }

        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return Task.FromResult<IUpload>(new FolderUpload(path, path + PartialMark + Guid.NewGuid().ToString("n")[..8]));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ForbiddenException($"{path} cannot be written: {exception.Message}", "Give a folder that this account may write to with --store", exception);
        }
        catch (IOException exception)
        {
            throw new LifecycleException($"{path} cannot be written: {exception.Message}", "Give a folder that can be written to with --store", exception);
        }
    }

    public Task<IReadOnlyDictionary<string, string>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var failures = new Dictionary<string, string>();
        foreach (var key in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Remove(Locate(key));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failures[key] = exception.Message;
            }
        }

        return Task.FromResult<IReadOnlyDictionary<string, string>>(failures);
    }

    public async Task<bool> AbandonAsync(string key, CancellationToken cancellationToken)
    {
        var beginning = Path.GetFullPath(Locate(key)) + PartialMark;
        await RemoveAbandonedAsync([.. Files().Where(IsPartial).Select(file => file.FullName).Where(path => path.StartsWith(beginning, StringComparison.Ordinal))], cancellationToken);
        return true;
    }

    public Task<IReadOnlyList<string>> FindAbandonedAsync(TimeSpan age, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. Files()
            .Where(file => IsPartial(file) && _clock.GetUtcNow() - file.LastWriteTimeUtc > age)
            .Select(file => file.FullName)]);

    public Task RemoveAbandonedAsync(IReadOnlyCollection<string> uploads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uploads);
        foreach (var path in uploads)
        {
            Remove(path);
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }

    private IEnumerable<FileInfo> Files() => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
        : [];

    // An unfinished upload of a recognised key, never anything else that somebody keeps here.
    private bool IsPartial(FileInfo file)
    {
        var mark = file.Name.LastIndexOf(PartialMark, StringComparison.Ordinal);
        var key = KeyOf(file);
        return mark > 0 && StoreLayout.Recognises(key[..key.LastIndexOf(PartialMark, StringComparison.Ordinal)]);
    }

    private string KeyOf(FileInfo file) => Path.GetRelativePath(folder, file.FullName).Replace('\\', '/');

    private void Remove(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory))
        {
            return;
        }

        File.Delete(path);
        if (Path.GetFullPath(directory) != Path.GetFullPath(folder) && !Directory.EnumerateFileSystemEntries(directory).Any())
        {
            Directory.Delete(directory);
        }
    }
}
