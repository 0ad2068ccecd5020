using System.IO.Compression;
using System.Security.Cryptography;
using Lifecycle.Redis;

namespace Lifecycle.Log;

/// <summary>A segment to be stored.</summary>
internal sealed record PackedSegment(AofPosition From, SegmentHead Head, byte[] Content)
{
    public AofPosition End => From + Head.Length;
}

/// <summary>
/// What was read of an increment and is not yet stored: in bounded memory, and cut where a command ends. A command, or a
/// transaction, that is larger than the whole room goes in parts, which have no tick.
/// </summary>
internal sealed class SegmentBuffer
{
    /// <summary>In bytes. A part of a command that is larger is exactly as long; whatever is shorter ends where a command does.</summary>
    internal const int Room = 8 * 1024 * 1024;

    private const int Large = Room / 2;

    // What was stored already, as long as a seam, and behind it what is not.
    private readonly byte[] _bytes = new byte[Seam.Longest + Room];
    private readonly List<Tick> _ticks = [];
    private CommandScanner _scanner = new();
    private AofPosition _began;
    private int _kept;
    private int _filled;

    /// <param name="at">A place where no command is cut.</param>
    /// <param name="before">What the file holds before it.</param>
    /// <param name="run">Of Redis, when the log last told a time.</param>
    public SegmentBuffer(AofPosition at, ReadOnlySpan<byte> before, string run)
    {
        Run = run;
        Begin(at, before);
    }

    /// <summary>Where the first byte stands that is not stored.</summary>
    public AofPosition From { get; private set; }

    /// <summary>Up to where was read.</summary>
    public AofPosition Read => From + _filled;

    /// <summary>Of Redis, when a time was last noted.</summary>
    public string Run { get; private set; }

    /// <summary>What stands before <see cref="Read"/>.</summary>
    public Seam Seam => Seam.Of(_bytes.AsSpan(0, _kept + _filled));

    public Memory<byte> Free => _bytes.AsMemory(_kept + _filled, Room - _filled);

    /// <summary>There is so much that it is stored ahead of its time.</summary>
    public bool IsLarge => _filled >= Large || _ticks.Count >= SegmentHead.MostTicks / 2;

    /// <summary>Nothing is cut at the end of what was read.</summary>
    public bool IsWhole => _scanner.Boundary == _scanner.Position;

    /// <summary>There are bytes to be stored.</summary>
    public bool HasBytes => Whole > 0 || _filled == Room;

    private int Whole => (int)Math.Max(0, (_began + _scanner.Boundary).Offset - From.Offset);

    /// <summary>Begins anew, at a place where no command is cut.</summary>
    /// <param name="at">Where it goes on.</param>
    /// <param name="before">What the file holds before it.</param>
    public void Begin(AofPosition at, ReadOnlySpan<byte> before)
    {
        (From, _began, _filled, _kept, _scanner) = (at, at, 0, before.Length, new CommandScanner());
        before.CopyTo(_bytes);
        _ticks.Clear();
    }

    /// <summary>Takes what was read into <see cref="Free"/>.</summary>
    /// <exception cref="InvalidDataException">It is no append-only file.</exception>
    public void Add(int count)
    {
        try
        {
            _scanner.Scan(_bytes.AsSpan(_kept + _filled, count));
            _filled += count;
        }
        catch (InvalidDataException)
        {
            // What is whole before the damage is good.
            _filled = Math.Max(_filled, Whole);
            throw;
        }
    }

    /// <summary>Everything that is whole was there by now. Where a command is cut that began before, nothing is said.</summary>
    /// <param name="now">By the log's clock.</param>
    /// <param name="run">Of Redis, which has written it.</param>
    public void Note(DateTimeOffset now, string run)
    {
        if (_began + _scanner.Boundary < From)
        {
            return;
        }

        // Of a time without writes its beginning and its end are enough, as long as one run lasts.
        var isAnew = run != Run;
        if (!isAnew && _ticks is [.., var earlier, { IsAnew: false } last] && earlier.At == Whole && last.At == Whole)
        {
            _ticks.RemoveAt(_ticks.Count - 1);
        }

        _ticks.Add(new Tick(Whole, now, isAnew));
        Run = run;
    }

    /// <summary>All that is whole; where nothing is and there is no more room, what there is.</summary>
    public PackedSegment Pack(string writer)
    {
        var length = Whole > 0 || _filled < Room ? Whole : Room;
        var content = _bytes.AsSpan(_kept, length);
        var head = new SegmentHead(writer, length, Convert.ToHexStringLower(SHA256.HashData(content)), Seam.Of(_bytes.AsSpan(0, _kept + length)), Run, [.. _ticks]);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(head.ToBytes());
            gzip.Write(content);
        }

        return new PackedSegment(From, head, packed.ToArray());
    }

    /// <summary>It is stored: what follows it is kept, and what the next seam needs.</summary>
    public void Drop(PackedSegment stored)
    {
        var length = (int)stored.Head.Length;
        var kept = Math.Min(Seam.Longest, _kept + length);
        _bytes.AsSpan(_kept + length - kept, kept + _filled - length).CopyTo(_bytes);
        (From, _kept, _filled) = (stored.End, kept, _filled - length);
        _ticks.Clear();
    }
}
