using System.Globalization;
using System.Text;
using Lifecycle.Shells;
using Lifecycle.Streams;

namespace Lifecycle.Volume;

/// <summary>
/// What the agent writes: sections, each a line with name and length, that many bytes, and a line end. After one called
/// <c>content</c> it is the content that is read, and no more of it than was announced.
/// </summary>
internal sealed class AgentAnswer(Stream source) : ReadOnlyStream
{
    private const string Content = "content";
    private const int MaximumBytes = 2 * 1024 * 1024;
    private const int LongestHeading = 256;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>How many bytes of content are still to come; null where none was announced.</summary>
    public long? Remaining { get; private set; }

    public static async Task<IReadOnlyDictionary<string, string>> ParseAsync(byte[] answer, CancellationToken cancellationToken)
    {
        await using var reader = new AgentAnswer(new MemoryStream(answer));
        return await reader.ReadSectionsAsync(cancellationToken);
    }

    /// <returns>The sections, up to the content or the end.</returns>
    /// <exception cref="ShellException">It is cut short, or larger than such an answer can be.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ReadSectionsAsync(CancellationToken cancellationToken)
    {
        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        var total = 0L;
        Remaining = null;
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            var (name, length) = ParseHeading(line);
            if (name == Content)
            {
                Remaining = length;
                return sections;
            }

            sections[name] = length <= MaximumBytes - total
                ? Encoding.UTF8.GetString(await ReadExactlyAsync((int)length + 1, cancellationToken), 0, (int)length)
                : throw new ShellException($"the volume agent's answer is larger than {MaximumBytes} bytes");
            total += length;
        }

        return sections;
    }

    /// <summary>Where more is to come after the content: the line end behind it.</summary>
    public Task EndContentAsync(CancellationToken cancellationToken) => ReadExactlyAsync(1, cancellationToken);

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = (int)Math.Min(buffer.Length, Remaining ?? 0);
        var read = wanted == 0 ? 0 : _start < _end ? TakeBuffered(buffer.Span[..wanted]) : await source.ReadAsync(buffer[..wanted], cancellationToken);
        Remaining -= read;
        return read;
    }

    private int TakeBuffered(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    private static (string Name, long Length) ParseHeading(string line) =>
        line.Split(' ') is [var name, var digits] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? (name, length)
            : throw Misunderstood(line);

    /// <summary>Null at the end.</summary>
    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (_start < _end || await FillAsync(cancellationToken))
        {
            var next = _buffer[_start++];
            if (next == (byte)'\n')
            {
                return Encoding.UTF8.GetString([.. line]);
            }

            if (line.Count == LongestHeading)
            {
                throw Misunderstood(Encoding.UTF8.GetString([.. line]));
            }

            line.Add(next);
        }

        return line.Count == 0 ? null : throw Short();
    }

    private async Task<byte[]> ReadExactlyAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count; read += TakeBuffered(bytes.AsSpan(read)))
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                throw Short();
            }
        }

        return bytes;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        (_start, _end) = (0, await source.ReadAsync(_buffer, cancellationToken));
        return _end > 0;
    }

    private static ShellException Misunderstood(string line) => new($"the volume agent's answer is not understood at '{line[..Math.Min(line.Length, 80)]}'");

    private static ShellException Short() => new("the volume agent's answer ends early");
}
