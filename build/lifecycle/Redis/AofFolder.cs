using System.Globalization;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>The folder of append-only files as it lies on the volume.</summary>
internal sealed class AofFolder(IShell shell, RedisLayout layout)
{
    /// <summary>What Redis loads now; null where there is no manifest, or one that Redis could not read either.</summary>
    public async Task<(string Text, AofManifest? Manifest)> ReadManifestAsync(CancellationToken cancellationToken)
    {
        var text = (await ReadAsync(layout.ManifestPath, cancellationToken)).TrimEnd('\n');
        try
        {
            return (text, AofManifest.Parse(text));
        }
        catch (FormatException)
        {
            // Damaged: it is kept as it is, to be put back if need be, and replaced like any other.
            return (text, null);
        }
    }

    /// <summary>The files that a manifest kept elsewhere lists and the one in force does not.</summary>
    public async Task<IReadOnlyList<string>> UnlistedAsync(string keptManifest, CancellationToken cancellationToken)
    {
        try
        {
            var kept = AofManifest.Parse(await ReadAsync(keptManifest, cancellationToken));
            var (_, current) = await ReadManifestAsync(cancellationToken);
            var listed = current?.Files.Select(file => file.Name).ToHashSet() ?? [];
            return [.. kept.Files.Where(file => !listed.Contains(file.Name)).Select(file => PathOf(file.Name))];
        }
        catch (FormatException)
        {
            // It listed nothing that Redis could load. What it meant stays on the volume rather than being guessed at.
            return [];
        }
    }

    /// <summary>The largest number in the names of Redis' own files; 0 where there is none.</summary>
    public async Task<long> LastSequenceAsync(CancellationToken cancellationToken) =>
        (await SequencesAsync(cancellationToken)).Select(file => file.Sequence).DefaultIfEmpty().Max();

    /// <summary>Redis' own files with this number or a later one.</summary>
    public async Task<IReadOnlyList<string>> WrittenSinceAsync(long sequence, CancellationToken cancellationToken) =>
        [.. (await SequencesAsync(cancellationToken)).Where(file => file.Sequence >= sequence).Select(file => PathOf(file.Name))];

    public string PathOf(string file) => $"{layout.AofDirectory}/{file}";

    // appendonly.aof.12.incr.aof
    private async Task<IEnumerable<(string Name, long Sequence)>> SequencesAsync(CancellationToken cancellationToken)
    {
        var names = await shell.ReadAsync(new Command("""ls "$1" 2>/dev/null || :""", layout.AofDirectory), cancellationToken);
        return names.Split('\n')
            .Where(name => name.StartsWith($"{layout.AofFileName}.", StringComparison.Ordinal))
            .Select(name => (name, long.TryParse(name[(layout.AofFileName.Length + 1)..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0));
    }

    private Task<string> ReadAsync(string path, CancellationToken cancellationToken) =>
        shell.ReadAsync(new Command("""cat "$1" 2>/dev/null || :""", path), cancellationToken);
}
