using System.Security.Cryptography;

namespace Lifecycle.Log;

/// <summary>What a file holds just before a place: tells whether it is still the file that was read up to there.</summary>
/// <param name="Length">How many bytes; fewer than the longest only at the beginning of an increment.</param>
/// <param name="Sha256">Of those.</param>
public sealed record Seam(int Length, string Sha256)
{
    public const int Longest = 64 * 1024;

    /// <summary>Of the end of what was read.</summary>
    public static Seam Of(ReadOnlySpan<byte> read)
    {
        var last = read[Math.Max(0, read.Length - Longest)..];
        return new Seam(last.Length, Convert.ToHexStringLower(SHA256.HashData(last)));
    }
}
