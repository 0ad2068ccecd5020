using System.Globalization;
using System.Text;

namespace Lifecycle.Redis;

/// <summary>
/// The head of a dump, which also begins an append-only base: format number, then who wrote it.
/// https://rdb.fnordig.de/file_format.html
/// </summary>
public static class Rdb
{
    /// <summary>How much of a file is looked at.</summary>
    public const int HeadBytes = 64;

    private const int NumberOffset = 5;
    private const int NumberLength = 4;

    public static bool IsRdb(ReadOnlySpan<byte> beginning) => Format(beginning) is not null;

    /// <summary>The number of its format; null where it is no dump.</summary>
    public static int? Format(ReadOnlySpan<byte> beginning) =>
        beginning.Length >= NumberOffset + NumberLength && (beginning.StartsWith("REDIS"u8) || beginning.StartsWith("VALKEY"u8))
        && int.TryParse(beginning[^Math.Max(0, beginning.Length - (beginning[0] == 'V' ? NumberOffset + 1 : NumberOffset))..][..(beginning[0] == 'V' ? NumberLength - 1 : NumberLength)], NumberStyles.None, CultureInfo.InvariantCulture, out var format)
            ? format
            : null;

    /// <summary>Who wrote it, "Redis 8.0.2"; null where it does not say.</summary>
    public static string? Writer(ReadOnlySpan<byte> beginning) => Field(beginning, "redis-ver"u8) is { } redis ? $"Redis {redis}"
        : Field(beginning, "valkey-ver"u8) is { } valkey ? $"Valkey {valkey}"
        : null;

    /// <summary>Whether a server reads what begins so; also where that is not known: a server of tomorrow, or no dump.</summary>
    public static bool MayBeReadBy(RedisInfo server, ReadOnlySpan<byte> beginning)
    {
        ArgumentNullException.ThrowIfNull(server);
        var version = Version.TryParse(server.Version, out var parsed) ? parsed : new Version();
        return Format(beginning) is not { } format
            || (beginning[0] == 'V' ? server.IsValkey && version.Major is 0 or >= 9 : format <= NewestRead(server.IsValkey, version));
    }

    // Valkey reads what Redis wrote before the two parted, and has a mark and numbers of its own from 9 on.
    private static int NewestRead(bool isValkey, Version version) => (isValkey, version) switch
    {
        (_, { Major: 0 }) => int.MaxValue,
        (true, _) => 11,
        (false, { Major: 7, Minor: < 2 }) => 10,
        (false, { Major: 7, Minor: < 4 }) => 11,
        (false, { Major: 7 } or { Major: 8, Minor: < 4 }) => 12,
        _ => int.MaxValue,
    };

    // An auxiliary field is FA, then key and value, each with a length of one byte.
    private static string? Field(ReadOnlySpan<byte> beginning, ReadOnlySpan<byte> key)
    {
        var at = beginning.IndexOf(key);
        var start = at + key.Length + 1;
        return at > 0 && start < beginning.Length && beginning[start - 1] is > 0 and < 32 and var length && start + length <= beginning.Length
            ? Encoding.ASCII.GetString(beginning.Slice(start, length))
            : null;
    }
}
