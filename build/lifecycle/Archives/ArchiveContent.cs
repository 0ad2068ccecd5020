using System.IO.Compression;
using System.Text;
using Lifecycle.Reporting;
using Lifecycle.Redis;
using Lifecycle.Streams;

namespace Lifecycle.Archives;

/// <summary>A file of an archive.</summary>
/// <param name="Path">Relative to the data directory.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Of its content.</param>
/// <param name="Modified">When it was last written, as far as the archive says.</param>
/// <param name="Beginning">Its first bytes, as many as tell what wrote it.</param>
public sealed record ContentFile(string Path, long Size, string Sha256, DateTimeOffset Modified, byte[] Beginning)
{
    public ArchivedFile ToArchived() => new(Path, Size, Sha256);
}

/// <summary>What an archive holds, found by reading it whole: nothing of it has been written anywhere yet.</summary>
public sealed record ArchiveContent(string Sha256, IReadOnlyDictionary<string, ContentFile> Files, IReadOnlyDictionary<string, string> AofManifests)
{
    /// <summary>The folder in which all of it lies, with its slash; empty where there is none.</summary>
    public string Folder { get; private init; } = "";

    /// <summary>A manifest of this tool says what is in it.</summary>
    public bool Described { get; init; }

    /// <summary>None of it has been read: it is what a manifest of this tool says.</summary>
    public bool IsPromise { get; internal init; }

    /// <summary>Of a path in the archive, relative to the data directory.</summary>
    internal string Within(string path) => path.StartsWith(Folder, StringComparison.Ordinal) ? path[Folder.Length..] : path;

    internal const int MaximumEntries = 10_000;

    private const int MaximumAofManifestBytes = 64 * 1024;
    private const int MaximumAofManifests = 16;

    public long Size => Files.Values.Sum(file => file.Size);

    /// <summary>
    /// Reads the whole archive and refuses what no backup of Redis contains: links, devices, paths that lead outside,
    /// two files of one name.
    /// </summary>
    /// <param name="archive">The archive's bytes.</param>
    /// <param name="maximumBytes">How much its files may add up to, unpacked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, or is none.</exception>
    /// <exception cref="TooLargeException">They add up to more.</exception>
    public static Task<ArchiveContent> ReadAsync(Stream archive, long maximumBytes, CancellationToken cancellationToken) =>
        ReadAsync(archive, maximumBytes, taker: null, cancellationToken);

    /// <inheritdoc cref="ReadAsync(Stream, long, CancellationToken)"/>
    /// <param name="archive">The archive's bytes.</param>
    /// <param name="maximumBytes">How much its files may add up to, unpacked.</param>
    /// <param name="taker">Gets what is in it before all of it has been found sound.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<ArchiveContent> ReadAsync(Stream archive, long maximumBytes, IContentTaker? taker, CancellationToken cancellationToken)
    {
        await using var hashing = new HashingReader(archive);
        var files = new Dictionary<string, ContentFile>(StringComparer.Ordinal);
        var manifests = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            await using var tar = new GZipStream(hashing, CompressionMode.Decompress, leaveOpen: true);
            await ReadEntriesAsync(tar, files, manifests, maximumBytes, taker, cancellationToken);
            await using var padding = new BoundedSink(maximumBytes);
            await tar.CopyToAsync(padding, cancellationToken);
        }
        catch (InvalidDataException exception) when (hashing.IsEmpty)
        {
            throw new InvalidDataException("the archive is empty", exception);
        }
        catch (InvalidDataException exception) when (exception.Source == typeof(GZipStream).Assembly.GetName().Name)
        {
            throw new InvalidDataException("the archive is no gzip file, or a damaged one", exception);
        }

        var content = new ArchiveContent(await hashing.FinishAsync(cancellationToken), files, manifests);
        return CommonFolder(content) is { } folder ? content.Without(folder) : content;
    }

    /// <param name="sha256">That it should have.</param>
    /// <param name="listed">The files that its manifest lists; null where it has none.</param>
    /// <exception cref="InvalidDataException">It is another.</exception>
    internal void Require(string sha256, IEnumerable<ArchivedFile>? listed)
    {
        if (Sha256 != sha256)
        {
            throw new InvalidDataException($"its SHA-256 is {Sha256}, not {sha256}");
        }

        if (listed is not null && !listed.ToHashSet().SetEquals(Files.Values.Select(file => file.ToArchived())))
        {
            throw new InvalidDataException("its files are not those that its manifest lists");
        }
    }

    // Somebody has packed the data directory itself rather than what is in it.
    private static string? CommonFolder(ArchiveContent content)
    {
        var folders = content.Files.Keys.Select(path => path[..(path.IndexOf('/', StringComparison.Ordinal) + 1)]).Distinct().ToList();
        return folders is [{ Length: > 0 } folder]
            && (content.AofManifests.Keys.Any(path => path.Count(character => character == '/') == 2)
                || (content.AofManifests.Count == 0 && (content.Files.ContainsKey($"{folder}dump.rdb") || content.Files.ContainsKey($"{folder}appendonly.aof"))))
                ? folder
                : null;
    }

    private ArchiveContent Without(string folder) => this with
    {
        Folder = folder,
        Files = Files.Values.ToDictionary(file => file.Path[folder.Length..], file => file with { Path = file.Path[folder.Length..] }, StringComparer.Ordinal),
        AofManifests = AofManifests.ToDictionary(manifest => manifest.Key[folder.Length..], manifest => manifest.Value, StringComparer.Ordinal),
    };

    private static async Task ReadEntriesAsync(Stream tar, Dictionary<string, ContentFile> files, Dictionary<string, string> manifests, long maximumBytes, IContentTaker? taker, CancellationToken cancellationToken)
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
                if (entry.Size > 0)
                {
                    throw new InvalidDataException($"the archive holds a folder with content, {path}");
                }

                continue;
            }

            if (entry.Size > maximumBytes - total)
            {
                throw new TooLargeException($"the archive unpacks to more than the {Human.Bytes(maximumBytes)} that there is room for");
            }

            total += entry.Size;
            if (!files.TryAdd(path, await ReadFileAsync(reader, entry, path, manifests, taker, cancellationToken)))
            {
                throw new InvalidDataException($"the archive holds '{path}' twice");
            }
        }
    }

    private static async Task<ContentFile> ReadFileAsync(TarReader reader, TarHeader entry, string path, Dictionary<string, string> manifests, IContentTaker? taker, CancellationToken cancellationToken)
    {
        var isManifest = path.EndsWith(".manifest", StringComparison.Ordinal) && path.Count(character => character == '/') is 1 or 2 && entry.Size <= MaximumAofManifestBytes;
        if (isManifest && manifests.Count == MaximumAofManifests)
        {
            throw new InvalidDataException($"the archive holds more than {MaximumAofManifests} append-only manifests: this is no backup of Redis");
        }

        var taking = taker?.Begin(path, entry.Size);
        await using var kept = new BeginningStream(isManifest ? MaximumAofManifestBytes : Rdb.HeadBytes, taking);
        await using var content = new HashingStream(kept);
        await reader.CopyContentAsync(content, cancellationToken);
        if (taking is not null)
        {
            await taker!.EndAsync(cancellationToken);
        }

        if (isManifest)
        {
            manifests[path] = Encoding.UTF8.GetString(kept.Kept);
        }

        return new ContentFile(path, entry.Size, content.TakeSha256(), entry.Modified, kept.Kept[..Math.Min(kept.Kept.Length, Rdb.HeadBytes)]);
    }
}
