using System.Globalization;
using System.Text;

namespace Lifecycle.Log;

/// <summary>Everything up to a place was in Redis' file at a time: nothing before it was acknowledged later.</summary>
/// <param name="At">Counted from the beginning of the segment.</param>
/// <param name="Time">By the archiver's clock, which never goes back in one log.</param>
/// <param name="IsAnew">Another run of Redis serves than at the tick before.</param>
public sealed record Tick(long At, DateTimeOffset Time, bool IsAnew = false);

/// <summary>
/// What stands before a segment's content: as notes, which Redis passes over when it loads an append-only file, so that
/// unpacked segments one after the other are such a file.
/// </summary>
/// <param name="Writer">Unlike any other's: tells who has stored it.</param>
/// <param name="Length">Of the content, in bytes.</param>
/// <param name="Sha256">Of the content.</param>
/// <param name="Seam">What the file holds before the segment's end: the log goes on where it still does.</param>
/// <param name="Run">Of Redis, at the last tick of the log so far; empty where nobody noted it.</param>
/// <param name="Ticks">In order. None is within a command or a transaction.</param>
public sealed record SegmentHead(string Writer, long Length, string Sha256, Seam Seam, string Run, IReadOnlyList<Tick> Ticks)
{
    private const string First = "#SEGMENT 1";
    private const string Before = "#SEAM";
    private const string Each = "#TICK";
    private const string Anew = "new";

    // Redis reads notes into 128 bytes (loadSingleAppendOnlyFile).
    private const int LongestLine = 126;
    internal const int MostTicks = 100_000;

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        _ = text.Append(CultureInfo.InvariantCulture, $"{First} {Writer} {Length} {Sha256} {Ticks.Count}\r\n{Before} {Seam.Length} {Seam.Sha256}{(Run.Length > 0 ? $" {Run}" : "")}\r\n");
        foreach (var tick in Ticks)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"{Each} {tick.At} {tick.Time.ToUnixTimeMilliseconds()}{(tick.IsAnew ? $" {Anew}" : "")}\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Reads it from the beginning of a segment, and no byte more.</summary>
    /// <exception cref="InvalidDataException">This is none.</exception>
    public static async Task<SegmentHead> ReadAsync(Stream segment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(segment);
        if ((await ReadLineAsync(segment, cancellationToken)).Split(' ') is not ["#SEGMENT", "1", var writer, var length, { Length: 64 } sha256, var count]
            || !long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) || bytes > SegmentBuffer.Room
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > MostTicks)
        {
            throw Damaged();
        }

        if ((await ReadLineAsync(segment, cancellationToken)).Split(' ') is not [Before, var seam, { Length: 64 } seamSha256, .. var run] || run.Length > 1
            || !int.TryParse(seam, NumberStyles.None, CultureInfo.InvariantCulture, out var seamLength) || seamLength > Seam.Longest)
        {
            throw Damaged();
        }

        var read = new List<Tick>();
        while (read.Count < ticks)
        {
            read.Add(ParseTick(await ReadLineAsync(segment, cancellationToken), bytes, read.LastOrDefault()));
        }

        return new SegmentHead(writer, bytes, sha256, new Seam(seamLength, seamSha256), run.FirstOrDefault(""), read);
    }

    private static Tick ParseTick(string line, long length, Tick? previous) =>
        line.Split(' ') is [Each, var place, var time, .. var anew] && anew is [] or [Anew]
        && long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= length && at >= (previous?.At ?? 0)
        && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 253_402_300_800_000
        && DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) is var when && when >= (previous?.Time ?? DateTimeOffset.MinValue)
            ? new Tick(at, when, anew.Length > 0)
            : throw Damaged();

    private static async Task<string> ReadLineAsync(Stream segment, CancellationToken cancellationToken)
    {
        var line = new byte[LongestLine];
        for (var length = 0; length < line.Length; length++)
        {
            await segment.ReadExactlyAsync(line.AsMemory(length, 1), cancellationToken);
            if (line[length] == (byte)'\n')
            {
                return Encoding.ASCII.GetString(line, 0, length).TrimEnd('\r');
            }
        }

        throw Damaged();
    }

    private static InvalidDataException Damaged() => new("it does not begin as a segment of a log does");
}
