namespace Lifecycle.Stores.S3;

/// <summary>
/// Sizes of the parts of an upload, of which S3 allows 10,000. Where it is known how large the whole may become they are all of
/// one size, as some servers (Cloudflare R2) demand; else small at first, and growing so that they make up S3's largest object,
/// 5 TiB. Parts are held in memory until they are stored: 15 MiB of them for 48 GiB in parts of one size; of those that grow
/// 15 MiB for the first 4 GiB, 20 MiB for the first 27.
/// </summary>
internal sealed class PartPlan(int firstSize, bool grows = true)
{
    public const int DefaultSize = 5 * Mebibyte;

    private const int Mebibyte = 1024 * 1024;
    private const int MostParts = 10_000;
    private const int PartsOfOneSize = 800;
    private const int LargestSize = 1792 * Mebibyte;
    private const int Budget = 20 * Mebibyte;

    // Two hide the wait for the server; each more is its size in memory.
    private const int MostInFlight = 2;

    /// <summary>For no more than so many bytes: parts of one size.</summary>
    public PartPlan Within(long most)
    {
        var needed = ((most / MostParts / Mebibyte) + 1) * Mebibyte;
        return new PartPlan((int)Math.Min(Math.Max(firstSize, needed), LargestSize), grows: false);
    }

    /// <summary>The size of a part; numbers start at 1.</summary>
    public int SizeOf(int part)
    {
        if (!grows)
        {
            return firstSize;
        }

        var doublings = Math.Min((part - 1) / PartsOfOneSize, 8);
        return (int)Math.Min((long)firstSize << doublings, LargestSize);
    }

    /// <summary>How many parts may be on their way while the next one fills.</summary>
    public int InFlight(int part) => Math.Clamp((Budget / SizeOf(part)) - 1, 0, MostInFlight);
}
