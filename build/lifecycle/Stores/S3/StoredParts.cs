using Amazon.S3.Model;

namespace Lifecycle.Stores.S3;

/// <summary>The parts of an upload that the server has, and what the whole of them must look like there.</summary>
internal sealed class StoredParts
{
    private const int DigestDigits = 32;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, PartETag> _parts = [];
    private bool _areDigests = true;

    public long Size { get; private set; }

    public void Add(PartETag part, ReadOnlySpan<byte> digest, int length)
    {
        lock (_lock)
        {
            _parts.Add(part.PartNumber ?? 0, part);
            _areDigests &= string.Equals(part.ETag.Trim('"'), Convert.ToHexStringLower(digest), StringComparison.OrdinalIgnoreCase);
            Size += length;
        }
    }

    public List<PartETag> ToList() => [.. _parts.Values];

    /// <summary>
    /// Whether it may be this one. A server that takes MD5 for the ETags of parts takes the digest of these for the whole;
    /// some kinds of encryption do neither.
    /// </summary>
    public bool MayBe(StoredState stored) => stored.Size == Size && (!_areDigests || !stored.ETag.Contains('-', StringComparison.Ordinal) || stored.ETag == ETag());

    private string ETag()
    {
        var digests = _parts.Values.Select(part => part.ETag.Trim('"')).ToList();
        return digests.TrueForAll(digest => digest.Length == DigestDigits && digest.All(char.IsAsciiHexDigit))
            ? $"{Md5.ETag(Convert.FromHexString(string.Concat(digests)))}-{digests.Count}"
            : "";
    }
}
