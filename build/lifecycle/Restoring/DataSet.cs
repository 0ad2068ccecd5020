using Lifecycle.Archives;
using Lifecycle.Redis;
using Lifecycle.Reporting;

namespace Lifecycle.Restoring;

/// <summary>Which of two data sets of one archive is meant.</summary>
public enum DataSetChoice
{
    /// <summary>Whichever it is that Redis served; refused where that cannot be told.</summary>
    Served,

    AppendOnly,

    Dump,
}

/// <summary>One file of a data set.</summary>
internal sealed record DataSetFile(ContentFile File, AofFileKind Kind)
{
    public bool IsDump => Rdb.IsRdb(File.Beginning);
}

/// <summary>What of an archive makes up the data: an append-only set, the single file of Redis before 7, or a dump.</summary>
internal static class DataSet
{
    private const string SingleFile = "appendonly.aof";

    // Redis' own default writes a dump within an hour of the first write after the last.
    private static readonly TimeSpan StaleAfter = TimeSpan.FromHours(1);

    /// <exception cref="InvalidDataException">There is none, or it is not clear which is meant.</exception>
    public static IReadOnlyList<DataSetFile> Find(ArchiveContent content, DataSetChoice choice)
    {
        var appended = choice == DataSetChoice.Dump ? null : FindAppended(content);
        var dump = choice == DataSetChoice.AppendOnly ? null : FindDump(content);
        if (appended is not null && dump is not null && choice == DataSetChoice.Served)
        {
            RequireClear(content, appended, dump);
        }

        return appended is not null ? appended
            : dump is not null ? [new DataSetFile(dump, AofFileKind.Base)]
            : throw new InvalidDataException("the archive holds no append-only manifest, no dump and no appendonly.aof: there is nothing for Redis to load");
    }

    // With the append-only file on, Redis never loads its dump, which is older as a rule. One that is larger, or later by more
    // than Redis lets pass, was written by a Redis that had the append-only file off.
    private static void RequireClear(ArchiveContent content, List<DataSetFile> appended, ContentFile dump)
    {
        var size = appended.Sum(part => part.File.Size);
        var late = dump.Modified - appended.Max(part => part.File.Modified);
        if (content.Described || (size >= dump.Size && late < StaleAfter))
        {
            return;
        }

        throw new InvalidDataException(
            $"it holds two data sets, {appended[0].File.Path} and what belongs to it ({Human.Bytes(size)}) and {dump.Path} ({Human.Bytes(dump.Size)}), and either may be the one that was served: choose with --load append-only or --load dump");
    }

    private static List<DataSetFile>? FindAppended(ArchiveContent content)
    {
        var manifests = content.AofManifests.Where(manifest => manifest.Key.Count(character => character == '/') == 1 && !IsUnfinished(content, manifest.Key)).ToList();
        return manifests switch
        {
            [] when HasAppendOnlyParts(content) => throw new InvalidDataException("the archive holds append-only files without the manifest that says how to load them"),
            [] => content.Files.GetValueOrDefault(SingleFile) is { } file ? [new DataSetFile(file, AofFileKind.Base)] : null,
            [var (path, text)] => Listed(content, path, text),
            _ => throw new InvalidDataException($"the archive holds {manifests.Count} append-only manifests: it is not clear which data to load"),
        };
    }

    // Redis writes it beside the one in force, renames it, and leaves it where it has ended in between.
    private static bool IsUnfinished(ArchiveContent content, string path) =>
        path.Split('/') is [var folder, ['t', 'e', 'm', 'p', '-', .. var name]] && content.AofManifests.ContainsKey($"{folder}/{name}");

    private static List<DataSetFile> Listed(ArchiveContent content, string path, string text)
    {
        var folder = path[..path.IndexOf('/', StringComparison.Ordinal)];
        return [.. AofManifest.ParseData(text).Loaded.Select(file => new DataSetFile(Require(content, $"{folder}/{file.Name}"), file.Kind))];
    }

    private static ContentFile Require(ArchiveContent content, string path) => content.Files.GetValueOrDefault(path)
        ?? throw new InvalidDataException($"the archive lacks '{path}', which its append-only manifest lists: Redis would not start from it");

    // Whatever it is called: a Redis may be told another name for its dump.
    private static ContentFile? FindDump(ArchiveContent content)
    {
        var dumps = content.Files.Values.Where(file => !file.Path.Contains('/', StringComparison.Ordinal) && file.Path != SingleFile && (file.Path == "dump.rdb" || Rdb.IsRdb(file.Beginning))).ToList();
        return dumps.Count < 2
            ? dumps.FirstOrDefault()
            : throw new InvalidDataException($"the archive holds {dumps.Count} dumps, {string.Join(" and ", dumps.Select(dump => dump.Path))}: it is not clear which to load");
    }

    private static bool HasAppendOnlyParts(ArchiveContent content) => content.Files.Keys.Any(path =>
        path.Contains('/', StringComparison.Ordinal)
        && (path.EndsWith(".aof", StringComparison.Ordinal) || path.EndsWith(".base.rdb", StringComparison.Ordinal)));
}
