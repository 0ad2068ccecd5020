using System.Globalization;
using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Shells;

namespace Lifecycle.Volume;

/// <summary>What a Redis and its volume are like at one moment, asked with one command.</summary>
/// <param name="Info">The answer to INFO.</param>
/// <param name="Settings">What it is set to, as far as it was asked.</param>
/// <param name="Layout">Where it keeps its files.</param>
/// <param name="Place">Its data directory.</param>
/// <param name="NotFresh">Why there is something to lose, or null where there is nothing.</param>
/// <param name="Space">Of the volume, in bytes; 0 where that was not asked.</param>
/// <param name="FreeBytes">Room on the volume; 0 where that was not asked.</param>
/// <param name="Manifest">The append-only manifest in force, as it is written there; empty where there is none.</param>
/// <param name="ListedBytes">While a restore is under way: how large the files are that the manifest lists; null where that is not known.</param>
/// <param name="Dump">Without the append-only file: whose dump would be loaded: restored, previous, Redis' own, other (saved since) or none.</param>
/// <param name="IsUnwritten">Redis holds more than its append-only file of record, which was switched on and is being written; or a rewrite is to begin that may be that.</param>
/// <param name="Journal">What an interrupted restore has left, or null.</param>
/// <param name="HasScratch">There is a scratch folder: somebody is at work, or was killed.</param>
/// <param name="Beside">What Redis' settings point to on the volume and no backup holds, in words.</param>
/// <param name="WhoAmI">Who asks, as Redis says it: a user, or why it does not tell.</param>
/// <param name="Forbidden">Which command of a restore Redis refuses, in its own words; empty where none, or where that was not asked.</param>
public sealed record Survey(
    RedisInfo Info,
    IReadOnlyDictionary<string, string> Settings,
    RedisLayout Layout,
    string Place,
    string? NotFresh,
    long Space,
    long FreeBytes,
    string Manifest,
    long? ListedBytes,
    string Dump,
    bool IsUnwritten,
    RestoreJournal? Journal,
    bool HasScratch,
    IReadOnlyList<string> Beside,
    string WhoAmI,
    string Forbidden)
{
    /// <summary>What Redis loads when it starts next; null where there is no manifest, or one that it could not read either.</summary>
    public AofManifest? InForce => AofManifest.TryParse(Manifest);

    /// <exception cref="LifecycleException">Redis is still loading.</exception>
    public void RequireLoaded(string where)
    {
        if (Info.Loading)
        {
            throw new LifecycleException($"Redis in {where} is still loading its data", "Run it again when Redis has loaded");
        }
    }

    /// <exception cref="LifecycleException">An interrupted restore has left what cannot be read.</exception>
    internal static Survey Parse(IReadOnlyDictionary<string, string> sections, string where)
    {
        var info = RedisInfo.Parse(Section("server"));
        var layout = Section("layout").Split('\n');
        var space = Section("space").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new Survey(
            info,
            Pairs(Section("settings")),
            new RedisLayout(layout[0], layout[1], layout[2], AppendOnly: layout[3] == "aof"),
            Section("place"),
            info.Keyspace.IsEmpty ? FirstLine(Section("fresh")) : $"it holds {Reporting.Human.Keys(info.Keyspace.Total)}",
            Kibibytes(space.ElementAtOrDefault(1)),
            Kibibytes(space.ElementAtOrDefault(3)),
            Section("manifest"),
            Sum(Section("listed")),
            Section("dump"),
            Section("unwritten").Length > 0,
            RestoreJournal.Find(Section("journal"), where),
            Section("scratch").Length > 0 || Section("journal").Length > 0,
            Section("beside").Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Section("whoami").Trim(),
            FirstLine(Section("forbidden")) ?? "");

        string Section(string name) => sections.GetValueOrDefault(name) ?? throw new ShellException($"{where}: the volume agent's answer ends before '{name}'");
    }

    private static Dictionary<string, string> Pairs(string lines) =>
        lines.Split('\n').Chunk(2).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static long? Sum(string lines) => lines.Length == 0 ? null : lines.Split('\n').Sum(line => long.Parse(line, CultureInfo.InvariantCulture));

    // df counts in units of 1024 bytes.
    private static long Kibibytes(string? number) => number is null ? 0 : long.Parse(number, CultureInfo.InvariantCulture) * 1024;

    private static string? FirstLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
}
