using System.Globalization;
using System.Text;

namespace Lifecycle.Redis;

/// <summary>
/// Reads an increment of the append-only file in whatever pieces it comes: commands in Redis' protocol, and notes (<c>#TS:…</c>).
/// It finds where a command ends outside of MULTI, which is where a log may be cut. Values are passed over and never kept, so
/// memory is bounded, however large they are.
/// Format: https://redis.io/docs/latest/develop/reference/protocol-spec/ and, for the notes, loadSingleAppendOnlyFile.
/// </summary>
public sealed class CommandScanner(Action<AppendedCommand>? found = null)
{
    private const int LongestHead = 32;
    private const int LongestNote = 1024;
    private const int KeptWord = 24;

    private readonly byte[] _line = new byte[LongestNote];
    private readonly byte[] _name = new byte[KeptWord];
    private readonly byte[] _argument = new byte[KeptWord];
    private int _lineLength;
    private int _nameLength;
    private int _argumentLength;
    private long _wordsLeft;
    private long _words;
    private long _valueLeft;
    private bool _inValue;
    private long _start;
    private long? _transaction;
    private int? _database;

    /// <summary>How many bytes were read.</summary>
    public long Position { get; private set; }

    /// <summary>The last place up to which everything is whole: no command and no transaction goes on there.</summary>
    public long Boundary { get; private set; }

    /// <exception cref="InvalidDataException">This is no append-only file; Redis would not load it either.</exception>
    public void Scan(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var taken = _inValue ? TakeValue(bytes) : TakeLine(bytes);
            bytes = bytes[taken..];
        }
    }

    // A value, and the line end behind it.
    private int TakeValue(ReadOnlySpan<byte> bytes)
    {
        var length = (int)Math.Min(bytes.Length, _valueLeft);
        if (_words == _wordsLeft)
        {
            _nameLength += Keep(bytes[..length], _name.AsSpan(_nameLength));
        }
        else if (_words - _wordsLeft == 1)
        {
            _argumentLength += Keep(bytes[..length], _argument.AsSpan(_argumentLength));
        }

        RequireLineEnd(bytes[..length]);
        Position += length;
        _valueLeft -= length;
        if (_valueLeft == 0)
        {
            EndValue();
        }

        return length;
    }

    private int Keep(ReadOnlySpan<byte> bytes, Span<byte> room)
    {
        var kept = Math.Min(room.Length, (int)Math.Min(bytes.Length, Math.Max(0, _valueLeft - 2)));
        bytes[..kept].CopyTo(room);
        return kept;
    }

    private void RequireLineEnd(ReadOnlySpan<byte> bytes)
    {
        for (var index = Math.Max(0, (int)Math.Min(bytes.Length, _valueLeft - 2)); index < bytes.Length; index++)
        {
            if (bytes[index] != (_valueLeft - index == 2 ? (byte)'\r' : (byte)'\n'))
            {
                throw Damaged();
            }
        }
    }

    private void EndValue()
    {
        _inValue = false;
        if (--_wordsLeft == 0)
        {
            EndCommand();
        }
    }

    private void EndCommand()
    {
        var name = _name.AsSpan(0, _nameLength);
        if (name.IsEmpty || name.ContainsAnyInRange((byte)0, (byte)' '))
        {
            throw Damaged();
        }

        if (Ascii.EqualsIgnoreCase(name, "MULTI"u8))
        {
            _transaction = _transaction is null ? _start : throw Damaged();
        }
        else if (Ascii.EqualsIgnoreCase(name, "EXEC"u8))
        {
            _transaction = _transaction is not null ? null : throw Damaged();
        }
        else if (Ascii.EqualsIgnoreCase(name, "SELECT"u8))
        {
            _database = int.TryParse(_argument.AsSpan(0, _argumentLength), NumberStyles.None, CultureInfo.InvariantCulture, out var database) ? database : throw Damaged();
        }
        else
        {
            found?.Invoke(new AppendedCommand(_start, Encoding.ASCII.GetString(name).ToUpperInvariant(), _words, _transaction ?? _start, _database));
        }

        (_nameLength, _argumentLength) = (0, 0);
        if (_transaction is null)
        {
            Boundary = Position;
        }
    }

    private int TakeLine(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        var length = end < 0 ? bytes.Length : end + 1;
        if (_lineLength == 0)
        {
            _start = _wordsLeft == 0 ? Position : _start;
        }

        if (_lineLength + length > ((_lineLength == 0 ? bytes[0] : _line[0]) == (byte)'#' ? LongestNote : LongestHead))
        {
            throw Damaged();
        }

        bytes[..length].CopyTo(_line.AsSpan(_lineLength));
        _lineLength += length;
        Position += length;
        if (end >= 0)
        {
            EndLine(_line.AsSpan(0, _lineLength));
            _lineLength = 0;
        }

        return length;
    }

    private void EndLine(ReadOnlySpan<byte> line)
    {
        if (line is [(byte)'#', ..] && _wordsLeft == 0)
        {
            // A note within a transaction is none of its end.
            Boundary = _transaction is null ? Position : Boundary;
            return;
        }

        if (line is not [_, .., (byte)'\r', (byte)'\n'] || !long.TryParse(line[1..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            throw Damaged();
        }

        if (_wordsLeft == 0)
        {
            (_words, _wordsLeft) = line[0] == (byte)'*' && count > 0 ? (count, count) : throw Damaged();
        }
        else
        {
            (_valueLeft, _inValue) = line[0] == (byte)'$' && count < long.MaxValue - 2 ? (count + 2, true) : throw Damaged();
        }
    }

    private InvalidDataException Damaged() => new(string.Create(CultureInfo.InvariantCulture, $"this is no command of an append-only file, at byte {_start}"));
}
