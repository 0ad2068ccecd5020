using System.Globalization;
using System.Text;

namespace Lifecycle.Redis;

/// <summary>
/// Which files make up the data of a Redis 7 with append-only persistence, in loading order. Redis replaces this
/// file by rename and loads exactly what it lists, so one rename of it exchanges the whole data set.
/// Format: https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
/// </summary>
public sealed record AofManifest(IReadOnlyList<AofFile> Files)
{
    private const int MaximumLineLength = 1024;

    /// <summary>What Redis loads: the base, then the increments.</summary>
    public IEnumerable<AofFile> Loaded => Files.Where(file => file.Kind != AofFileKind.History);

    public IEnumerable<AofFile> Increments => Files.Where(file => file.Kind == AofFileKind.Incremental);

    public long LastSequence => Files.Count == 0 ? 0 : Files.Max(file => file.Sequence);

    /// <exception cref="FormatException">Redis would refuse to start from it.</exception>
    public static AofManifest Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var files = text.Split('\n')
            .Where(line => line.Trim().Length > 0 && line[0] != '#')
            .Select(ParseLine)
            .ToList();
        RequireLoadable(files);
        return new AofManifest(files);
    }

    /// <summary>The same, of a manifest that came with data.</summary>
    /// <exception cref="InvalidDataException">Redis would refuse to start from it.</exception>
    public static AofManifest ParseData(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    /// <summary>Null where Redis would refuse to start from it, or there is nothing.</summary>
    public static AofManifest? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var file in Files)
        {
            text.Append(CultureInfo.InvariantCulture, $"file {RedisText.Quote(file.Name)} seq {file.Sequence} type {Letter(file.Kind)}\n");
        }

        return text.ToString();
    }

    private static AofFile ParseLine(string line)
    {
        if (line.Length > MaximumLineLength)
        {
            throw new FormatException("the append-only manifest has a line longer than Redis reads");
        }

        var words = RedisText.Split(line);
        if (words.Count < 6 || words.Count % 2 != 0)
        {
            throw new FormatException($"the append-only manifest has a line that is none: '{Shorten(line)}'");
        }

        var fields = words.Chunk(2).ToLookup(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new AofFile(
            RequireBaseName(fields["file"].LastOrDefault() ?? ""),
            long.TryParse(fields["seq"].LastOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && sequence > 0
                ? sequence
                : throw new FormatException($"the append-only manifest has a line without a sequence number: '{Shorten(line)}'"),
            Kind(fields["type"].LastOrDefault()));
    }

    private static void RequireLoadable(List<AofFile> files)
    {
        if (!files.Exists(file => file.Kind != AofFileKind.History))
        {
            throw new FormatException("the append-only manifest lists no file to load");
        }

        if (files.Count(file => file.Kind == AofFileKind.Base) > 1)
        {
            throw new FormatException("the append-only manifest lists two base files");
        }

        var increments = files.Where(file => file.Kind == AofFileKind.Incremental).Select(file => file.Sequence).ToList();
        if (increments.Zip(increments.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new FormatException("the append-only manifest lists increments out of order");
        }

        if (files.DistinctBy(file => file.Name).Count() != files.Count)
        {
            throw new FormatException("the append-only manifest lists a file twice");
        }
    }

    private static string RequireBaseName(string name) =>
        name is "" or "." or ".." || name.Contains('/', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal) || name.Any(char.IsControl)
            ? throw new FormatException($"the append-only manifest names a file that is no plain file name: '{Shorten(name)}'")
            : name;

    private static AofFileKind Kind(string? type) => type?.Length > 0
        ? type[0] switch
        {
            'b' => AofFileKind.Base,
            'i' => AofFileKind.Incremental,
            'h' => AofFileKind.History,
            _ => throw new FormatException($"the append-only manifest has a file of unknown type '{Shorten(type)}'"),
        }
        : throw new FormatException("the append-only manifest has a file without a type");

    private static char Letter(AofFileKind kind) => kind switch
    {
        AofFileKind.Base => 'b',
        AofFileKind.Incremental => 'i',
        _ => 'h',
    };

    private static string Shorten(string text) => RedisText.Quote(text.Length > 80 ? text[..80] + "…" : text);
}
