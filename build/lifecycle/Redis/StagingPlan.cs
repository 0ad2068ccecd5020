using Lifecycle.Archives;

namespace Lifecycle.Redis;

/// <summary>A file of an archive and the name that it gets beside Redis' own append-only files.</summary>
public sealed record StagedFile(ArchivedFile Archived, string Name, AofFileKind Kind);

/// <summary>
/// Which files of an archive make up the restored data, under names that nothing else on the volume has. Their manifest
/// is all that has to be exchanged for Redis to load them instead of its own.
/// </summary>
public sealed record StagingPlan(IReadOnlyList<StagedFile> Files)
{
    public long Size => Files.Sum(file => file.Archived.Size);

    /// <param name="content">What the archive holds.</param>
    /// <param name="id">Makes the staged names unlike any other's.</param>
    /// <exception cref="InvalidDataException">Redis could not load what the archive holds.</exception>
    public static StagingPlan For(ArchiveContent content, string id)
    {
        ArgumentNullException.ThrowIfNull(content);
        var parts = FromAofManifest(content) ?? FromSingleFile(content)
            ?? throw new InvalidDataException("the archive holds no append-only manifest, no dump.rdb and no appendonly.aof: there is nothing for Redis to load");
        return new StagingPlan([.. parts.Select((part, index) => new StagedFile(part.File, $"restored-{id}.{index + 1}{Suffix(part.Kind)}", part.Kind))]);
    }

    // Each rewrite counts up by one: numbers this far ahead tell whose files are in force, also when a rewrite has
    // replaced the staged names by Redis' own.
    private const long SequenceGap = 1000;

    public static long FirstSequenceAfter(long lastSequence) => lastSequence + SequenceGap;

    /// <summary>The manifest under which Redis loads the staged files, numbered far after everything that it has now.</summary>
    public AofManifest ManifestAfter(long lastSequence)
    {
        var sequence = FirstSequenceAfter(lastSequence);
        return new AofManifest([.. Files.Select(file => new AofFile(file.Name, file.Kind == AofFileKind.Base ? sequence : sequence++, file.Kind))]);
    }

    private static List<(ArchivedFile File, AofFileKind Kind)>? FromAofManifest(ArchiveContent content)
    {
        var manifests = content.AofManifests.Where(manifest => manifest.Key.Count(character => character == '/') == 1).ToList();
        if (manifests.Count > 1)
        {
            throw new InvalidDataException($"the archive holds {manifests.Count} append-only manifests: it is not clear which data to load");
        }

        return manifests.Count == 0 ? null : Listed(content, manifests[0].Key, manifests[0].Value);
    }

    private static List<(ArchivedFile File, AofFileKind Kind)> Listed(ArchiveContent content, string path, string text)
    {
        try
        {
            var folder = path[..path.IndexOf('/', StringComparison.Ordinal)];
            return [.. AofManifest.Parse(text).Loaded.Select(file => (Require(content, $"{folder}/{file.Name}"), file.Kind))];
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private static ArchivedFile Require(ArchiveContent content, string path) => content.Files.GetValueOrDefault(path)
        ?? throw new InvalidDataException($"the archive lacks '{path}', which its append-only manifest lists: Redis would not start from it");

    // Without a manifest, one file is all the data: a dump (append-only was off), or the single file of Redis before 7.
    // Either can be the base of an append-only set; a bare dump.rdb would not be loaded at all.
    private static List<(ArchivedFile File, AofFileKind Kind)>? FromSingleFile(ArchiveContent content) =>
        HasAppendOnlyParts(content) ? throw new InvalidDataException("the archive holds append-only files without the manifest that says how to load them")
        : (content.Files.GetValueOrDefault("appendonly.aof") ?? content.Files.GetValueOrDefault("dump.rdb")) is { } file
            ? [(file, AofFileKind.Base)]
            : null;

    // A dump.rdb beside them is of some other time.
    private static bool HasAppendOnlyParts(ArchiveContent content) => content.Files.Keys.Any(path =>
        path.Contains('/', StringComparison.Ordinal)
        && (path.EndsWith(".aof", StringComparison.Ordinal) || path.EndsWith(".base.rdb", StringComparison.Ordinal)));

    private static string Suffix(AofFileKind kind) => kind == AofFileKind.Base ? ".base.rdb" : ".incr.aof";
}
