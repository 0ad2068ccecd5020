using System.Globalization;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>A file of the snapshot: its path relative to the data directory and its size at the snapshot's instant.</summary>
public sealed record SnapshotFile(string Path, long Size);

/// <summary>
/// The data of a running Redis at one instant, held by hard links in a scratch folder of the volume: see
/// <see cref="SnapshotScripts"/> for how it is made consistent.
/// </summary>
public sealed record Snapshot(DateTimeOffset TakenAt, string RedisVersion, Keyspace Keyspace, IReadOnlyList<SnapshotFile> Files)
{
    public long Size => Files.Sum(file => file.Size);

    /// <summary>Removes what a transfer that did not get through has left on the volume.</summary>
    public static Task ReleaseAsync(IShell shell, CancellationToken cancellationToken) =>
        shell.DoAsync(new Command("""rm -rf "$1"; rmdir "$2" 2>/dev/null || :""", Scratch.Snapshot, Scratch.Folder), cancellationToken);

    /// <param name="head">What comes before the files: INFO, the links that were made, the append-only manifest.</param>
    /// <param name="layout">Where Redis keeps its files.</param>
    /// <exception cref="ShellException">It is cut short, or a file that Redis would load is not among the links.</exception>
    internal static Snapshot Parse(IReadOnlyList<string> head, RedisLayout layout)
    {
        if (head is not [var infoText, var sizesText, var manifestText])
        {
            throw new ShellException("the answer to a snapshot ends early");
        }

        var info = RedisInfo.Parse(infoText);
        var sizes = ParseSizes(sizesText);
        var loaded = layout.AppendOnly ? AofManifest.Parse(manifestText).Loaded.Select(file => $"{layout.AofDirectory}/{file.Name}").Append(layout.ManifestPath) : [layout.DumpFileName];
        return loaded.FirstOrDefault(path => sizes.All(file => file.Path != path)) is { } missing
            ? throw new ShellException($"{missing} is not in the snapshot")
            : new Snapshot(DateTimeOffset.UtcNow, info.Version, info.Keyspace, sizes);
    }

    private static List<SnapshotFile> ParseSizes(string text) => [.. text
        .Split('\n')
        .Select(line => line.Split(' ', 2))
        .Where(parts => parts.Length == 2 && parts[1].StartsWith("./", StringComparison.Ordinal))
        .Select(parts => new SnapshotFile(parts[1][2..], long.Parse(parts[0], CultureInfo.InvariantCulture)))];
}
