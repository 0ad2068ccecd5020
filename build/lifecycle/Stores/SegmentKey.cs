using System.Globalization;
using System.Text.RegularExpressions;
using Lifecycle.Redis;

namespace Lifecycle.Stores;

/// <summary>
/// One object of a log: <c>log/dev.data.redis.1a2b3c4d/20260207T114100Z/00000017-3-1048576.aof.gz</c>. Whose it is, the
/// generation, which its first checkpoint names, a count from one on, and the position where it begins. Nothing else is in
/// it, so that two archivers that go on from one position want the same key, of which a store gives one.
/// </summary>
public sealed partial record SegmentKey(Owner Owner, BackupName Generation, long Number, AofPosition From)
{
    private const string Folder = "log/";

    /// <summary>With what the keys of all segments of an owner begin.</summary>
    /// <param name="owner">Its name, or its name and id.</param>
    public static string Beginning(string owner) => $"{Folder}{owner}";

    /// <summary>With what the keys of all segments of this number begin.</summary>
    public string BeginningOfNumber => string.Create(CultureInfo.InvariantCulture, $"{Folder}{Owner}/{Generation}/{Number:D8}-");

    /// <summary>What a key is, or null for anything that is no segment.</summary>
    public static SegmentKey? Recognise(string key)
    {
        var match = Layout().Match(key);
        return match.Success && Owner.TryParse(match.Groups["owner"].Value) is { } owner && BackupName.TryParse(match.Groups["generation"].Value) is { } generation
            && long.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && AofPosition.TryParse($"{match.Groups["increment"].Value}:{match.Groups["offset"].Value}") is { } from
                ? new SegmentKey(owner, generation, number, from)
                : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{BeginningOfNumber}{From.Increment}-{From.Offset}.aof.gz");

    [GeneratedRegex(@"\Alog/(?<owner>[^/]+)/(?<generation>\d{8}T\d{6}Z)/(?<number>\d{8,18})-(?<increment>\d{1,18})-(?<offset>\d{1,18})\.aof\.gz\z")]
    private static partial Regex Layout();
}
