using System.Globalization;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>The folder of append-only files as it lies on the volume.</summary>
internal sealed class AofFolder(IShell shell, RedisLayout layout)
{
    /// <summary>What Redis loads when it starts next; null where there is no manifest, or one that Redis could not read either.</summary>
    public async Task<(string Text, AofManifest? Manifest)> ReadManifestAsync(CancellationToken cancellationToken)
    {
        var text = await shell.ReadAsync(new Command("""cat "$1" 2>/dev/null || :""", layout.ManifestPath), cancellationToken);
        return (text.TrimEnd('\n'), AofManifest.TryParse(text));
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
}
