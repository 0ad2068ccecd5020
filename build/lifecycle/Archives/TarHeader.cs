using System.Buffers.Binary;
using System.Text;

namespace Lifecycle.Archives;

/// <summary>What kind of entry a tar header announces.</summary>
public enum TarEntryKind
{
    File,
    Directory,

    /// <summary>A link, a device, a socket, a sparse file: nothing that belongs into a backup of Redis.</summary>
    Other,
}

/// <summary>One 512-byte header block of the ustar format (POSIX.1-2017, pax, "ustar Interchange Format").</summary>
public sealed record TarHeader(string Name, long Size, char Type)
{
    public const int BlockSize = 512;
    public const char RegularType = '0';
    public const char DirectoryType = '5';
    public const char PaxType = 'x';
    public const char PaxGlobalType = 'g';
    public const char GnuLongNameType = 'L';

    private const int NameLength = 100;
    private const int ChecksumOffset = 148;
    private const int ChecksumLength = 8;
    private const long LastSecond = 253_402_300_799;
    private const long LargestOctalSize = 0x1_FFFF_FFFF;

    /// <summary>As far as it says; the beginning of time where it does not.</summary>
    public DateTimeOffset Modified { get; init; } = DateTimeOffset.UnixEpoch;

    public TarEntryKind Kind => Type switch
    {
        RegularType or '\0' when Name.EndsWith('/') => TarEntryKind.Directory,
        RegularType or '\0' or '7' => TarEntryKind.File,
        DirectoryType => TarEntryKind.Directory,
        _ => TarEntryKind.Other,
    };

    public static long Padding(long size) => (BlockSize - (size % BlockSize)) % BlockSize;

    /// <exception cref="InvalidDataException">The block is no tar header.</exception>
    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        if (ReadNumber(block.Slice(ChecksumOffset, ChecksumLength)) != Checksum(block))
        {
            throw new InvalidDataException("the archive holds no tar, or a damaged one: a header's checksum is wrong");
        }

        var name = ReadText(block[..NameLength]);
        var prefix = block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? ReadText(block.Slice(345, 155)) : "";
        return new TarHeader(prefix.Length == 0 ? name : $"{prefix}/{name}", ReadNumber(block.Slice(124, 12)), (char)block[156])
        {
            Modified = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(ReadNumber(block.Slice(136, 12)), 0, LastSecond)),
        };
    }

    /// <summary>A regular file or folder, owner 0, as every tar reads it. A name that does not fit into it comes before it, as GNU has it.</summary>
    public byte[] ToBytes(DateTimeOffset modified)
    {
        var name = Encoding.UTF8.GetBytes(Name);
        return name.Length <= NameLength
            ? ToBlock(name, modified)
            : [.. new TarHeader("././@LongLink", name.Length, GnuLongNameType).ToBytes(modified), .. name, .. new byte[Padding(name.Length)], .. ToBlock(name[..NameLength], modified)];
    }

    private byte[] ToBlock(byte[] name, DateTimeOffset modified)
    {
        var block = new byte[BlockSize];
        name.CopyTo(block, 0);
        WriteOctal(block.AsSpan(100, 8), Type == DirectoryType ? 0b111_101_101 : 0b110_100_100);
        WriteOctal(block.AsSpan(108, 8), 0);
        WriteOctal(block.AsSpan(116, 8), 0);
        WriteSize(block.AsSpan(124, 12), Size);
        WriteOctal(block.AsSpan(136, 12), Math.Max(0, modified.ToUnixTimeSeconds()));
        block[156] = (byte)Type;
        "ustar\000"u8.CopyTo(block.AsSpan(257));
        WriteOctal(block.AsSpan(ChecksumOffset, ChecksumLength - 1), Checksum(block));
        block[ChecksumOffset + ChecksumLength - 1] = (byte)' ';
        return block;
    }

    private static long Checksum(ReadOnlySpan<byte> block)
    {
        long sum = ' ' * ChecksumLength;
        for (var index = 0; index < BlockSize; index++)
        {
            sum += index is >= ChecksumOffset and < ChecksumOffset + ChecksumLength ? 0 : block[index];
        }

        return sum;
    }

    private static long ReadNumber(ReadOnlySpan<byte> field)
    {
        // GNU's and star's form for what eleven octal digits cannot hold: the high bit set, then big-endian binary.
        if ((field[0] & 0x80) != 0)
        {
            var value = BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
            return field[0] == 0x80 && value >= 0 && !field[1..^8].ContainsAnyExcept((byte)0)
                ? value
                : throw new InvalidDataException("the archive has a tar header with a size that cannot be");
        }

        long number = 0;
        foreach (var digit in field.Trim(" \0"u8))
        {
            number = digit is >= (byte)'0' and <= (byte)'7'
                ? (number * 8) + (digit - '0')
                : throw new InvalidDataException("the archive holds no tar, or a damaged one: a number in a header is none");
        }

        return number;
    }

    private static string ReadText(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private static void WriteSize(Span<byte> field, long size)
    {
        if (size <= LargestOctalSize)
        {
            WriteOctal(field, size);
            return;
        }

        field[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(field[^8..], size);
    }

    private static void WriteOctal(Span<byte> field, long value)
    {
        var digits = Convert.ToString(value, 8).PadLeft(field.Length - 1, '0');
        _ = Encoding.ASCII.GetBytes(digits, field);
    }
}
