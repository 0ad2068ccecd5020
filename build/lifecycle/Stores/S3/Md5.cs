using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Lifecycle.Stores.S3;

/// <summary>The digest that Content-MD5 and most ETags are made of.</summary>
internal static class Md5
{
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "S3 defines it so; what is stored is vouched for by SHA-256.")]
    public static byte[] Of(ReadOnlySpan<byte> content) => MD5.HashData(content);

    public static string ETag(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(Of(content));
}
