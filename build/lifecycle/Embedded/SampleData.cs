using System.Globalization;
using System.Text;
using Lifecycle.Volume;

namespace Lifecycle.Embedded;

/// <summary>
/// Records such as the event buffer holds: an ingest queue, positions by aircraft, a photo cache that expires. For a first
/// look, and for a first backup that is not empty.
/// </summary>
internal static class SampleData
{
    public static async Task LoadAsync(RedisServer redis, int keys, CancellationToken cancellationToken)
    {
        using var commands = new MemoryStream(Encoding.UTF8.GetBytes(Commands(keys)));
        await redis.PipeAsync(commands, cancellationToken);
    }

    private static string Commands(int keys)
    {
        var text = new StringBuilder();
        for (var index = 0; index < keys; index++)
        {
            var aircraft = index.ToString("x6", CultureInfo.InvariantCulture);
            var latitude = (48.0 + (index % 400 / 100.0)).ToString("0.0000", CultureInfo.InvariantCulture);
            text.Append((index % 4) switch
            {
                0 => Encode("HSET", $"cloudradar:aircraft:{aircraft}", "lat", latitude, "lon", "2.3522", "altitude", $"{9000 + index}", "callsign", $"CR{index}"),
                1 => Encode("SET", $"cloudradar:position:last:{aircraft}", $"{{\"icao24\":\"{aircraft}\",\"lat\":{latitude},\"lon\":2.3522}}"),
                2 => Encode("SET", $"cloudradar:photo:v1:{aircraft}", $"{{\"status\":\"available\",\"photographer\":\"{index}\"}}", "EX", "604800"),
                _ => Encode("ZADD", $"cloudradar:track:{aircraft}", $"{1_770_000_000 + index}", $"{latitude},2.3522"),
            });
        }

        for (var index = 0; keys > 0 && index < 500; index++)
        {
            text.Append(Encode("LPUSH", "cloudradar:ingest:queue", $"{{\"event\":{index},\"source\":\"opensky\"}}"));
        }

        return text.ToString();
    }

    /// <summary>A command as a client, or the append-only file, writes it.</summary>
    internal static string Encode(params string[] words) =>
        $"*{words.Length}\r\n" + string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"));
}
