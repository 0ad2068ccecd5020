using System.Globalization;

namespace Lifecycle.Redis;

/// <summary>A file of a snapshot: its path relative to the data directory and its size at the snapshot's instant.</summary>
public sealed record SnapshotFile(string Path, long Size);

/// <summary>What the data of a Redis was at one instant.</summary>
/// <param name="TakenAt">The instant, by this machine's clock.</param>
/// <param name="Info">What Redis said of itself then; its counts are those of the files.</param>
/// <param name="Files">In the order in which their content comes.</param>
public sealed record SnapshotHead(DateTimeOffset TakenAt, RedisInfo Info, IReadOnlyList<SnapshotFile> Files)
{
    public Keyspace Keyspace => Info.Keyspace;

    /// <summary>Up to where in the log it reaches; null without the append-only file.</summary>
    public AofPosition? Position { get; private init; }

    /// <summary>The append-only manifest, as Redis has written it; null without the append-only file.</summary>
    public string? AofManifest { get; private init; }

    public long Size => Files.Sum(file => file.Size);

    /// <exception cref="InvalidDataException">A file that Redis would load is not in it.</exception>
    internal static SnapshotHead Parse(IReadOnlyDictionary<string, string> sections, RedisLayout layout, DateTimeOffset now)
    {
        var files = sections["files"].Split('\n')
            .Select(line => line.Split(' ', 2))
            .Where(parts => parts.Length == 2 && parts[1].StartsWith("./", StringComparison.Ordinal))
            .Select(parts => new SnapshotFile(parts[1][2..], long.Parse(parts[0], CultureInfo.InvariantCulture)))
            .ToList();
        var manifest = layout.AppendOnly ? Redis.AofManifest.ParseData(sections["manifest"]) : null;
        var loaded = manifest is not null
            ? manifest.Loaded.Select(file => $"{layout.AofDirectory}/{file.Name}").Append(layout.ManifestPath)
            : [layout.DumpFileName];
        return loaded.FirstOrDefault(path => files.TrueForAll(file => file.Path != path)) is { } missing
            ? throw new InvalidDataException($"{missing} is not in the snapshot")
            : new SnapshotHead(now, RedisInfo.Parse(sections["server"]), files)
            {
                AofManifest = manifest is null ? null : sections["manifest"],
                Position = manifest is null ? null : PositionOf(manifest, layout, files),
            };
    }

    // Writes were held back and Redis' buffer was empty: no command is cut there.
    private static AofPosition? PositionOf(Redis.AofManifest manifest, RedisLayout layout, List<SnapshotFile> files) =>
        manifest.Loaded.LastOrDefault() is { Kind: AofFileKind.Incremental } last
            ? new AofPosition(last.Sequence, files.Find(file => file.Path == $"{layout.AofDirectory}/{last.Name}")!.Size)
            : null;
}
