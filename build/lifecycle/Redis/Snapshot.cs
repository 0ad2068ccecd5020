using System.Globalization;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>A file of the snapshot: its path relative to the data directory and its size at the snapshot's instant.</summary>
public sealed record SnapshotFile(string Path, long Size);

/// <summary>
/// The data of a running Redis at one instant, held by hard links in a scratch folder of the volume.
/// Writes are held back (<c>CLIENT PAUSE … WRITE</c>, which ends by itself) for as long as it takes to link a handful of
/// files, so what the links hold is exactly what INFO counts at that instant, and every write acknowledged before it.
/// No setting is changed: a killed run leaves a folder, which the next one removes.
/// </summary>
public sealed record Snapshot(DateTimeOffset TakenAt, string RedisVersion, Keyspace Keyspace, IReadOnlyList<SnapshotFile> Files)
{
    private const int FilesChanged = 75;
    private const int Attempts = 20;
    private const string FilesMark = "==> files";
    private const string ManifestMark = "==> manifest";

    // A rewrite that ends meanwhile deletes files while they are being linked. The manifest is linked first and is
    // never written in place, so either everything it lists gets linked, or FreezeAsync sees a gap and starts over.
    // The buffer is waited for because Redis acknowledges writes up to two seconds before it hands them to the kernel
    // when an fsync is slow (flushAppendOnlyFile, appendfsync everysec).
    private const string Freeze = RedisServer.Cli + """
        set -eu
        scratch=$1 folder=$2 manifest=$3 dump=$4
        rm -rf "$scratch"; mkdir -p "$scratch/$folder"
        [ "$(stat -L -c %d "$folder")" = "$(stat -c %d .)" ] || { echo "$folder lies on another file system than the data directory, and links do not reach there" >&2; exit 70; }
        redis CLIENT PAUSE 10000 WRITE >/dev/null
        trap 'redis CLIENT UNPAUSE >/dev/null' EXIT
        tries=0
        until redis INFO persistence | grep -q '^aof_buffer_length:0'; do
            tries=$((tries + 1)); [ $tries -lt 300 ] || { echo 'Redis does not write its append-only file' >&2; exit 70; }
            sleep 0.01
        done
        ln "$folder/$manifest" "$scratch/$folder/" || exit 75
        ln "$folder"/* "$scratch/$folder/" 2>/dev/null || :
        [ ! -f "$dump" ] || ln "$dump" "$scratch/" || :
        redis INFO
        echo '==> files'
        (cd "$scratch"; find . -type f -exec stat -c '%s %n' {} +)
        echo '==> manifest'
        cat "$scratch/$folder/$manifest"
        """;

    // INFO's counts are those of the fork, because no write comes between the two.
    private const string Save = RedisServer.Cli + """
        set -eu
        scratch=$1 dump=$2
        rm -rf "$scratch"; mkdir -p "$scratch"
        while redis INFO persistence | grep -qE '^(rdb_bgsave|aof_rewrite)_in_progress:1'; do sleep 0.2; done
        redis CLIENT PAUSE 10000 WRITE >/dev/null
        trap 'redis CLIENT UNPAUSE >/dev/null' EXIT
        redis INFO
        redis BGSAVE >/dev/null
        redis CLIENT UNPAUSE >/dev/null; trap - EXIT
        while redis INFO persistence | grep -q '^rdb_bgsave_in_progress:1'; do sleep 0.2; done
        redis INFO persistence | grep -q '^rdb_last_bgsave_status:ok' || { echo 'BGSAVE failed' >&2; exit 70; }
        ln "$dump" "$scratch/"
        echo '==> files'
        (cd "$scratch"; find . -type f -exec stat -c '%s %n' {} +)
        """;

    /// <exception cref="ShellException">Redis cannot be reached, or does not write its files.</exception>
    public static async Task<Snapshot> TakeAsync(IShell shell, RedisLayout layout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(layout);
        for (var attempt = 1; ; attempt++)
        {
            var snapshot = layout.AppendOnly
                ? await FreezeAsync(shell, layout, cancellationToken)
                : await SaveAsync(shell, layout, cancellationToken);
            if (snapshot is not null)
            {
                return snapshot;
            }

            if (attempt == Attempts)
            {
                throw new LifecycleException($"The append-only files changed during each of {Attempts} attempts to link them", "Run the backup again when no rewrite follows the other at once");
            }
        }
    }

    public static Task ReleaseAsync(IShell shell, CancellationToken cancellationToken) =>
        shell.DoAsync(new Command("""rm -rf "$1"; rmdir "$2" 2>/dev/null || :""", Scratch.Snapshot, Scratch.Folder), cancellationToken);

    private static async Task<Snapshot?> FreezeAsync(IShell shell, RedisLayout layout, CancellationToken cancellationToken)
    {
        var (exit, output) = await shell.TryReadAsync(
            new Command(Freeze, Scratch.Snapshot, layout.AofDirectory, $"{layout.AofFileName}.manifest", layout.DumpFileName),
            cancellationToken);
        if (exit.Status == FilesChanged)
        {
            return null;
        }

        if (!exit.Succeeded)
        {
            throw new ShellException($"{shell.Name}: {exit.Reason}");
        }

        var (info, files, manifestText) = Sections(output);
        var manifest = AofManifest.Parse(manifestText);
        var sizes = ParseSizes(files);
        var wanted = new[] { layout.DumpFileName, layout.ManifestPath }
            .Concat(manifest.Loaded.Select(file => $"{layout.AofDirectory}/{file.Name}"))
            .ToList();

        // The last increment comes last: it is the one that still grows.
        return wanted.Skip(1).All(sizes.ContainsKey)
            ? new Snapshot(DateTimeOffset.UtcNow, info.Version, info.Keyspace, [.. wanted.Where(sizes.ContainsKey).Select(path => new SnapshotFile(path, sizes[path]))])
            : null;
    }

    private static async Task<Snapshot> SaveAsync(IShell shell, RedisLayout layout, CancellationToken cancellationToken)
    {
        var output = await shell.ReadAsync(new Command(Save, Scratch.Snapshot, layout.DumpFileName) { Limit = TimeSpan.FromMinutes(10) }, cancellationToken);
        var (info, files, _) = Sections(output);
        return new Snapshot(DateTimeOffset.UtcNow, info.Version, info.Keyspace, [new SnapshotFile(layout.DumpFileName, ParseSizes(files)[layout.DumpFileName])]);
    }

    private static (RedisInfo Info, string Files, string Manifest) Sections(string output)
    {
        var files = output.IndexOf($"\n{FilesMark}\n", StringComparison.Ordinal);
        var manifest = output.IndexOf($"\n{ManifestMark}\n", StringComparison.Ordinal);
        var end = manifest < 0 ? output.Length : manifest;
        return files < 0 || files > end
            ? throw new ShellException("the answer to a snapshot ends early")
            : (RedisInfo.Parse(output[..files]), output[(files + FilesMark.Length + 2)..end], manifest < 0 ? "" : output[(manifest + ManifestMark.Length + 2)..]);
    }

    private static Dictionary<string, long> ParseSizes(string text) => text
        .Split('\n')
        .Select(line => line.Split(' ', 2))
        .Where(parts => parts.Length == 2 && parts[1].StartsWith("./", StringComparison.Ordinal))
        .ToDictionary(parts => parts[1][2..], parts => long.Parse(parts[0], CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
