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
    public ReadOnlyMemory<byte> Pass(ReadOnlySpan<byte> content)
    {
        byte[] all = [.. Held, .. content];
        var length = Math.Min(all.Length, _mark.Length + Digits);
        var ready = all.Length - length;
        Held = all[ready..];
        Status = Held.AsSpan().StartsWith(_mark) && int.TryParse(Held.AsSpan(_mark.Length), CultureInfo.InvariantCulture, out var status) ? status : null;
        return all.AsMemory(0, ready);
    }
}
