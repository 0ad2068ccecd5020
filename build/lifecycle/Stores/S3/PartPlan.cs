namespace Lifecycle.Stores.S3;

/// <summary>
/// Sizes of parts of an upload whose end is not known: small at first, and growing so that the 10,000 that S3 allows make
/// up its largest object, 5 TiB. Parts are held in memory until they are stored: 15 MiB of them for the first 4 GiB, 20 MiB
/// for the first 27.
/// </summary>
internal sealed class PartPlan(int firstSize)
{
    public const int DefaultSize = 5 * Mebibyte;

    private const int Mebibyte = 1024 * 1024;
    private const int PartsOfOneSize = 800;
    private const int LargestSize = 1792 * Mebibyte;
    private const int Budget = 20 * Mebibyte;

    // Two hide the wait for the server; each more is its size in memory.
    private const int MostInFlight = 2;

    /// <summary>The size of a part; numbers start at 1.</summary>
    public int SizeOf(int part)
    {
        var doublings = Math.Min((part - 1) / PartsOfOneSize, 8);
        return (int)Math.Min((long)firstSize << doublings, LargestSize);
    }

    /// <summary>How many parts may be on their way while the next one fills.</summary>
    public int InFlight(int part) => Math.Clamp((Budget / SizeOf(part)) - 1, 0, MostInFlight);
}
