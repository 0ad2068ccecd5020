using System.Globalization;
using System.Text;

namespace Lifecycle.Cluster.Exec;

/// <summary>Finds the mark at the end of a stream, and the exit status behind it, and keeps both from whoever reads it.</summary>
internal sealed class EndMark(string mark)
{
    private const int Digits = 3;

    private readonly byte[] _mark = Encoding.ASCII.GetBytes(mark);

    /// <summary>What is kept back because it may turn out to be the mark.</summary>
    public byte[] Held { get; private set; } = [];

    /// <summary>Null until the stream has ended.</summary>
    public int? Status { get; private set; }

    /// <summary>What of the stream so far is certainly not the mark, and was not returned before.</summary>
    public ReadOnlyMemory<byte> Pass(ReadOnlyMemory<byte> content)
    {
        var all = Held.Length == 0 ? content : (byte[])[.. Held, .. content.Span];
        var length = Math.Min(all.Length, _mark.Length + Digits);
        while (!MayBeginMark(all.Span[^length..]))
        {
            length--;
        }

        var ready = all.Length - length;
        Held = all[ready..].ToArray();
        Status = Held.Length == _mark.Length + Digits && int.TryParse(Held.AsSpan(_mark.Length), CultureInfo.InvariantCulture, out var status) ? status : null;
        return all[..ready];
    }

    // Whoever asks and is answered waits for the last byte of the answer: what cannot be the mark is not kept from them.
    private bool MayBeginMark(ReadOnlySpan<byte> end) =>
        end.Length <= _mark.Length ? _mark.AsSpan().StartsWith(end) : end.StartsWith(_mark) && !end[_mark.Length..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
