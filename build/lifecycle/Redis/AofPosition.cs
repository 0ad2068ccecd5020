using System.Globalization;

namespace Lifecycle.Redis;

/// <summary>A place in the append-only log of one Redis: the sequence number of an increment, and a count of its bytes.</summary>
public readonly record struct AofPosition(long Increment, long Offset) : IComparable<AofPosition>
{
    public static bool operator <(AofPosition left, AofPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(AofPosition left, AofPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(AofPosition left, AofPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AofPosition left, AofPosition right) => left.CompareTo(right) >= 0;

    public static AofPosition operator +(AofPosition from, long bytes) => from.Add(bytes);

    /// <returns>What <see cref="ToString"/> gives, or null.</returns>
    public static AofPosition? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(':') is [var increment, var offset]
            && long.TryParse(increment, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && sequence > 0
            && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                ? new AofPosition(sequence, bytes)
                : null;
    }

    public AofPosition Add(long bytes) => this with { Offset = Offset + bytes };

    public int CompareTo(AofPosition other) => Increment == other.Increment ? Offset.CompareTo(other.Offset) : Increment.CompareTo(other.Increment);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Increment}:{Offset}");
}
