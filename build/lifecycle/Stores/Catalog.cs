using System.Text;
using Lifecycle.Archives;
using Lifecycle.Failures;

namespace Lifecycle.Stores;

/// <summary>The backups that a store holds, newest first. What does not match the layout is not ours and not seen.</summary>
public sealed class Catalog(IBackupStore store)
{
    public async Task<IReadOnlyList<StoredBackup>> ListAsync(CancellationToken cancellationToken)
    {
        var backups = new Dictionary<BackupName, List<StoredPart>>();
        await foreach (var stored in store.ListAsync(StoreLayout.Backups, cancellationToken))
        {
            if (BackupKey.Recognise(stored.Key) is { } key)
            {
                if (!backups.TryGetValue(key.Name, out var parts))
                {
                    backups[key.Name] = parts = [];
                }

                parts.Add(new StoredPart(key, stored.Size, stored.Modified));
            }
        }

        return [.. backups.Select(backup => new StoredBackup(backup.Key, backup.Value)).OrderByDescending(backup => backup.Name.Timestamp, StringComparer.Ordinal)];
    }

    /// <summary>The backup's manifest, or null where it was made by the older scripts and has none.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or says another owner than its key.</exception>
    public async Task<BackupManifest?> ReadManifestAsync(StoredBackup backup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backup);
        return backup.ManifestKey is { } key
            ? await ReadAsync(key, BackupManifest.MaximumBytes, json => RequireOwner(BackupManifest.FromJson(json), backup), cancellationToken)
            : null;
    }

    /// <summary>What the last drill of the backup came to, or null where there was none.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public async Task<DrillRecord?> ReadDrillAsync(StoredBackup backup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backup);
        try
        {
            return backup.Has(BackupPart.Drill)
                ? await ReadAsync(backup.Name.Key(BackupPart.Drill), DrillRecord.MaximumBytes, json => DrillRecord.FromJson(json), cancellationToken)
                : null;
        }
        catch (NotFoundException)
        {
            // A drill that is recorded anew has its record gone for a moment.
            return null;
        }
    }

    /// <summary>What drills have found of these backups, newest first, until it is clear which so many of them are good, and which one is proven.</summary>
    /// <exception cref="InvalidDataException">A record is damaged.</exception>
    public async Task<DrilledBackups> ReadDrillsAsync(IReadOnlyList<StoredBackup> backups, int wanted, CancellationToken cancellationToken)
    {
        var (proven, good, failed) = ((BackupName?)null, 0, new HashSet<BackupName>());
        foreach (var backup in backups.Where(backup => backup.IsComplete))
        {
            if (proven is not null && good >= wanted)
            {
                break;
            }

            var record = await ReadDrillAsync(backup, cancellationToken);
            if (record is { Passed: false })
            {
                _ = failed.Add(backup.Name);
                continue;
            }

            good++;
            proven ??= record is null ? null : backup.Name;
        }

        return new DrilledBackups(proven, failed);
    }

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public Task<string> ReadSha256Async(StoredBackup backup, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backup);
        return ReadAsync(backup.Name.Key(BackupPart.Checksum), Checksum.MaximumBytes, text => Checksum.Parse(Encoding.ASCII.GetString(text)), cancellationToken);
    }

    private static BackupManifest RequireOwner(BackupManifest manifest, StoredBackup backup) =>
        backup.Claims.Count > 1 ? throw new InvalidDataException($"the backup has manifests of {string.Join(" and ", backup.Claims)}")
        : backup.Owner is { } owner && manifest.Owner is { } written && (written.Name, written.Id) != (owner.Name, owner.Id) ? throw new InvalidDataException($"its name says that it is of {owner}, its content that it is of {written.Name}.{written.Id}")
        : manifest;

    private async Task<T> ReadAsync<T>(string key, int limit, Func<byte[], T> parse, CancellationToken cancellationToken)
    {
        try
        {
            return parse(await ReadSmallAsync(key, limit, cancellationToken));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{key[(key.LastIndexOf('/') + 1)..]}: {exception.Message}", exception);
        }
    }

    private async Task<byte[]> ReadSmallAsync(string key, int limit, CancellationToken cancellationToken)
    {
        await using var stream = await store.OpenReadAsync(key, cancellationToken);
        var buffer = new byte[limit + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= limit
            ? buffer[..length]
            : throw new InvalidDataException($"it is larger than {limit} bytes");
    }
}
