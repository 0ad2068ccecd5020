using System.Buffers;
using System.Globalization;
using System.Text;

namespace Lifecycle.Archives;

/// <summary>
/// Reads a tar from a stream that cannot seek, entry by entry, in constant memory whatever its headers claim.
/// Knows ustar, pax and GNU long names; says what it does not know instead of guessing.
/// </summary>
internal sealed class TarReader(Stream source) : IDisposable
{
    private const int MaximumExtensionBytes = 64 * 1024;

    // No file system has longer ones (PATH_MAX), and whoever reads an archive keeps the names of all its files.
    private const int MaximumNameLength = 4096;
    private const int MaximumExtensions = 4 * ArchiveContent.MaximumEntries;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
    private int _extensions;
    private long _unread;
    private long _padding;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>The next file, folder or foreign entry; null at the end mark.</summary>
    /// <exception cref="InvalidDataException">This is no tar, or a damaged or a cut one.</exception>
    public async ValueTask<TarHeader?> ReadEntryAsync(CancellationToken cancellationToken)
    {
        string? longName = null;
        long? longSize = null;
        while (true)
        {
            await SkipContentAsync(cancellationToken);
            if (await ReadHeaderAsync(cancellationToken) is not { } header)
            {
                return null;
            }

            switch (header.Type)
            {
                case TarHeader.PaxType:
                    (longName, longSize) = ParsePax(await ReadExtensionAsync(header, cancellationToken), longName);
                    break;
                case TarHeader.GnuLongNameType:
                    longName = Encoding.UTF8.GetString(await ReadExtensionAsync(header, cancellationToken)).TrimEnd('\0');
                    break;
                case TarHeader.PaxGlobalType:
                    _ = await ReadExtensionAsync(header, cancellationToken);
                    break;
                default:
                    var entry = header with { Name = longName ?? header.Name, Size = longSize ?? header.Size };
                    if (entry.Name.Length > MaximumNameLength)
                    {
                        throw new InvalidDataException($"the archive has a file name of {entry.Name.Length} characters");
                    }

                    _unread = entry.Size;
                    _padding = TarHeader.Padding(entry.Size);
                    return entry;
            }
        }
    }

    /// <summary>Copies the current entry's content.</summary>
    public async ValueTask CopyContentAsync(Stream destination, CancellationToken cancellationToken)
    {
        while (_unread > 0)
        {
            var chunk = _buffer.AsMemory(0, (int)Math.Min(_unread, _buffer.Length));
            await ReadExactlyAsync(chunk, cancellationToken);
            await destination.WriteAsync(chunk, cancellationToken);
            _unread -= chunk.Length;
        }
    }

    private ValueTask SkipContentAsync(CancellationToken cancellationToken)
    {
        if (_unread == 0 && _padding == 0)
        {
            return ValueTask.CompletedTask;
        }

        _unread += _padding;
        _padding = 0;
        return CopyContentAsync(Stream.Null, cancellationToken);
    }

    private async ValueTask<TarHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var block = _buffer.AsMemory(0, TarHeader.BlockSize);
        await ReadExactlyAsync(block, cancellationToken);
        if (block.Span.ContainsAnyExcept((byte)0))
        {
            var header = TarHeader.Parse(block.Span);
            return header.Size <= long.MaxValue - TarHeader.BlockSize
                ? header
                : throw new InvalidDataException("the archive has a tar header with a size that cannot be");
        }

        return null;
    }

    private async ValueTask<byte[]> ReadExtensionAsync(TarHeader header, CancellationToken cancellationToken)
    {
        if (++_extensions > MaximumExtensions)
        {
            throw new InvalidDataException($"the archive has more than {MaximumExtensions} tar header extensions: this is no backup of Redis");
        }

        if (header.Size > MaximumExtensionBytes)
        {
            throw new InvalidDataException($"the archive has a tar header extension of {header.Size} bytes");
        }

        var content = new byte[header.Size];
        await ReadExactlyAsync(content, cancellationToken);
        _padding = TarHeader.Padding(header.Size);
        return content;
    }

    private async ValueTask ReadExactlyAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (await source.ReadAtLeastAsync(destination, destination.Length, throwOnEndOfStream: false, cancellationToken) < destination.Length)
        {
            throw new InvalidDataException("the archive ends in the middle");
        }
    }

    // "27 path=some/file\n": the length counts itself.
    private static (string? Name, long? Size) ParsePax(ReadOnlySpan<byte> records, string? name)
    {
        long? size = null;
        while (!records.IsEmpty)
        {
            var space = records.IndexOf((byte)' ');
            if (space < 0 || !int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= space + 1 || length > records.Length || records[length - 1] != '\n')
            {
                throw new InvalidDataException("the archive has a damaged pax header");
            }

            var record = Encoding.UTF8.GetString(records[(space + 1)..(length - 1)]);
            records = records[length..];
            var equals = record.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = equals < 0 ? (record, "") : (record[..equals], record[(equals + 1)..]);
            if (key.StartsWith("GNU.sparse.", StringComparison.Ordinal))
            {
                throw new InvalidDataException("the archive holds a sparse file");
            }

            if (key == "path")
            {
                name = value;
            }
            else if (key == "size")
            {
                size = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < long.MaxValue - TarHeader.BlockSize
                    ? number
                    : throw new InvalidDataException("the archive has a damaged pax header");
            }
        }

        return (name, size);
    }
}
