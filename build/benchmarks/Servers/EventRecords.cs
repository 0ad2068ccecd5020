using System.Globalization;
using System.Text;

namespace Lifecycle.Benchmarks.Servers;

/// <summary>
/// Commands that write records as an ingester does: positions of aircraft in JSON, which compress about 3:1. A bounded set
/// of keys is written over and over: the append-only file grows, what Redis holds does not.
/// </summary>
/// <param name="seed">Other records for another number.</param>
internal sealed class EventRecords(int seed)
{
    private const int Keys = 20_000;
    private const int ReadingsPerRecord = 8;

    private readonly Random _random = new(seed);
    private long _written;

    /// <summary>One SET in the protocol of Redis: byte for byte what its append-only file gets.</summary>
    public byte[] Next()
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"event:{_written % Keys}");
        var record = new StringBuilder();
        _ = record.Append(CultureInfo.InvariantCulture, $$"""{"sequence":{{_written++}},"readings":[""");
        for (var reading = 0; reading < ReadingsPerRecord; reading++)
        {
            _ = record.Append(reading == 0 ? "" : ",").Append(Reading());
        }

        var value = record.Append("]}").ToString();
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"*3\r\n$3\r\nSET\r\n${key.Length}\r\n{key}\r\n${value.Length}\r\n{value}\r\n"));
    }

    private string Reading() => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"icao24":"{{_random.Next(0x1000000):x6}}","latitude":{{(_random.NextDouble() * 180) - 90:0.0000}},"longitude":{{(_random.NextDouble() * 360) - 180:0.0000}},"altitude":{{_random.Next(13_000)}},"velocity":{{_random.Next(300)}},"heading":{{_random.Next(360)}},"onGround":false}""");
}
