using System.IO.Compression;
using System.Text;

namespace Lifecycle.Archives;

/// <summary>What an archive holds, found by reading it whole: nothing of it has been written anywhere yet.</summary>
public sealed record ArchiveContent(string Sha256, long ArchiveSize, IReadOnlyDictionary<string, ArchivedFile> Files, IReadOnlyDictionary<string, string> AofManifests)
{
    private const int MaximumEntries = 10_000;
    private const int MaximumAofManifestBytes = 64 * 1024;

    public long Size => Files.Values.Sum(file => file.Size);

    /// <summary>
    /// Reads the whole archive and refuses what no backup of Redis contains: links, devices, paths that lead outside,
    /// two files of one name.
    /// </summary>
    /// <param name="archive">The archive's bytes.</param>
    /// <param name="maximumBytes">How much its files may add up to, unpacked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, or is none.</exception>
    public static async Task<ArchiveContent> ReadAsync(Stream archive, long maximumBytes, CancellationToken cancellationToken)
    {
        await using var hashing = new HashingReader(archive);
        var files = new Dictionary<string, ArchivedFile>(StringComparer.Ordinal);
        var manifests = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            await using var tar = new GZipStream(hashing, CompressionMode.Decompress, leaveOpen: true);
            await ReadEntriesAsync(tar, files, manifests, maximumBytes, cancellationToken);
            await using var padding = new BoundedSink(maximumBytes);
            await tar.CopyToAsync(padding, cancellationToken);
        }
        catch (InvalidDataException exception) when (hashing.Count == 0)
        {
            throw new InvalidDataException("the archive is empty", exception);
        }
        catch (InvalidDataException exception) when (exception.Source == typeof(GZipStream).Assembly.GetName().Name)
        {
            throw new InvalidDataException("the archive is no gzip file, or a damaged one", exception);
        }

        return new ArchiveContent(await hashing.FinishAsync(cancellationToken), hashing.Count, files, manifests);
    }

    private static async Task ReadEntriesAsync(Stream tar, Dictionary<string, ArchivedFile> files, Dictionary<string, string> manifests, long maximumBytes, CancellationToken cancellationToken)
    {
        using var reader = new TarReader(tar);
        var entries = 0;
        long total = 0;
        while (await reader.ReadEntryAsync(cancellationToken) is { } entry)
        {
            if (++entries > MaximumEntries)
            {
                throw new InvalidDataException($"the archive has more than {MaximumEntries} entries: this is no backup of Redis");
            }

            var path = ArchivePath.Normalise(entry);
            if (entry.Kind == TarEntryKind.Directory)
            {
                continue;
            }

            if (entry.Size > maximumBytes - total)
            {
                throw new InvalidDataException($"the archive unpacks to more than the {Reporting.Text.Bytes(maximumBytes)} that there is room for");
            }

            total += entry.Size;
            if (!files.TryAdd(path, await ReadFileAsync(reader, entry, path, manifests, cancellationToken)))
            {
                throw new InvalidDataException($"the archive holds '{path}' twice");
            }
        }
    }

    private static async Task<ArchivedFile> ReadFileAsync(TarReader reader, TarHeader entry, string path, Dictionary<string, string> manifests, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var keep = path.EndsWith(".manifest", StringComparison.Ordinal) && entry.Size <= MaximumAofManifestBytes;
        await using var content = new HashingStream(keep ? kept : Stream.Null);
        await reader.CopyContentAsync(content, cancellationToken);
        if (keep)
        {
            manifests[path] = Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
        }

        return new ArchivedFile(path, entry.Size, content.TakeSha256());
    }
}
