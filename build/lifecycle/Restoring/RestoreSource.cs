using Lifecycle.Archives;
using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Redis;
using Lifecycle.Stores;

namespace Lifecycle.Restoring;

/// <summary>An archive to restore from, with what is known about it.</summary>
/// <param name="Location">Where it is, as a user would type it.</param>
/// <param name="Id">Names it in file names: its timestamp, or "archive".</param>
/// <param name="Sha256">What its bytes must hash to.</param>
/// <param name="Manifest">What it holds; null for archives of the older scripts.</param>
/// <param name="OpenAsync">Opens it anew, from its beginning.</param>
public sealed record RestoreSource(string Location, string Id, string Sha256, BackupManifest? Manifest, Func<CancellationToken, Task<Stream>> OpenAsync)
{
    /// <summary>The backup of a store that this is, or null for an archive from elsewhere.</summary>
    public BackupName? Backup { get; init; }

    /// <summary>What of a log is to follow it; null for the backup alone.</summary>
    public LogTail? Log { get; init; }

    /// <summary>The same, and what of a log follows. That is no backup of the store: a drill of it says nothing of one.</summary>
    public RestoreSource Followed(LogTail tail)
    {
        ArgumentNullException.ThrowIfNull(tail);
        return this with { Location = $"{Location} and the log up to {tail.Place}", Backup = null, Log = tail };
    }

    /// <summary>What its manifest says that it holds, and how Redis is to load it; null where it does not say all of that.</summary>
    internal ArchiveContent? Promised => Manifest is null ? null : ArchivePromise.Of(Manifest, Sha256);

    /// <summary>What it is to hold, as far as that is counted anywhere.</summary>
    internal Keyspace? Counted => Log is null ? Manifest?.Keyspace : null;

    /// <summary>One backup of a store.</summary>
    /// <exception cref="LifecycleException">Its checksum or manifest cannot be read.</exception>
    public static async Task<RestoreSource> FromAsync(IBackupStore store, StoredBackup backup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(backup);
        var catalog = new Catalog(store);
        var location = store.Locate(backup.Name.Archive);
        try
        {
            return new RestoreSource(
                location,
                backup.Name.Timestamp,
                await catalog.ReadSha256Async(backup, cancellationToken),
                await catalog.ReadManifestAsync(backup, cancellationToken),
                token => store.OpenReadAsync(backup.Name.Archive, token)) { Backup = backup.Name };
        }
        catch (InvalidDataException exception)
        {
            throw new LifecycleException($"{location} is not restored: {exception.Message}", "Name another backup with --archive or --s3-uri; Backups lists them", exception);
        }
    }

    /// <summary>An archive file of this machine, its checksum given or beside it.</summary>
    /// <exception cref="LifecycleException">There is no such file, or no checksum.</exception>
    public static async Task<RestoreSource> FromFileAsync(string path, string? sha256, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new LifecycleException($"There is no archive {path}", "Give the path of a .tgz with --archive");
        }

        try
        {
            var manifestPath = FindManifest(path);
            return new RestoreSource(
                path,
                BackupKey.Recognise($"{Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))}/{Path.GetFileName(path)}")?.Name.Timestamp ?? "archive",
                sha256 is null ? await ReadSha256Async($"{path}.sha256", cancellationToken) : ParseSha256(sha256),
                manifestPath is not null ? BackupManifest.FromJson(await File.ReadAllBytesAsync(manifestPath, cancellationToken)) : null,
                _ => Task.FromResult<Stream>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan)));
        }
        catch (InvalidDataException exception)
        {
            throw new LifecycleException($"{path} is not restored: {exception.Message}", "Give the right checksum with --sha256, or another archive with --archive", exception);
        }
    }

    /// <exception cref="LifecycleException">It is no SHA-256.</exception>
    public static string ParseSha256(string text)
    {
        try
        {
            return Checksum.Parse(text);
        }
        catch (InvalidDataException exception)
        {
            throw new LifecycleException($"'{text}' is no checksum: {exception.Message}", "Give --sha256 as sha256sum prints it", exception);
        }
    }

    // Its name may say whose it is; of two, nobody can tell which is this archive's.
    private static string? FindManifest(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, $"{name}.manifest*.json") switch
        {
            [] => null,
            [var only] => only,
            var several => throw new InvalidDataException($"it has {several.Length} manifests beside it, {string.Join(" and ", several.Select(Path.GetFileName))}"),
        };
    }

    private static async Task<string> ReadSha256Async(string path, CancellationToken cancellationToken) => File.Exists(path)
        ? Checksum.Parse(await File.ReadAllTextAsync(path, cancellationToken))
        : throw new LifecycleException($"There is no checksum beside the archive ({path})", "Give it with --sha256");
}
