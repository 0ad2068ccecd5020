using Lifecycle.Stores.S3;
using Lifecycle.Tests.Proxies;

namespace Lifecycle.Tests.S3;

/// <summary>How a server says what it does not have: status and code of each refusal.</summary>
/// <param name="ChecksumHeader">What gives away a request whose checksums it does not understand.</param>
internal sealed record Vendor(string ChecksumHeader, (int Status, string Code) Checksums, (int Status, string Code) Conditions, (int Status, string Code) BatchDelete, (int Status, string Code) UploadListing)
{
    /// <summary>As they answer, by reports of their users.</summary>
    public static readonly IReadOnlyDictionary<string, Vendor> All = new Dictionary<string, Vendor>
    {
        ["B2"] = new("\r\nx-amz-checksum-", (400, "InvalidArgument"), (501, "NotImplemented"), (400, "InvalidArgument"), (501, "NotImplemented")),
        ["GCS"] = new("\r\nx-amz-trailer:", (403, "SignatureDoesNotMatch"), (400, "InvalidArgument"), (400, "InvalidArgument"), (400, "InvalidArgument")),
        ["MinIO"] = new("\r\nx-amz-trailer:", (501, "NotImplemented"), (501, "NotImplemented"), (400, "MissingContentMD5"), (501, "NotImplemented")),
        ["Ceph"] = new("\r\nx-amz-trailer:", (400, "XAmzContentSHA256Mismatch"), (501, "NotImplemented"), (403, "AccessDenied"), (405, "MethodNotAllowed")),
    };
}

/// <summary>Makes the real server lack something, in a vendor's words.</summary>
internal sealed class LackingServer(Vendor vendor, S3Capability lacks)
{
    private int _refusals;

    public int Refusals => _refusals;

    public WireFault Choose(ProxiedRequest request)
    {
        if (Find(request) is not var (status, code))
        {
            return WireFault.None;
        }

        _ = Interlocked.Increment(ref _refusals);
        return WireFault.Answer(status, code);
    }

    private (int Status, string Code)? Find(ProxiedRequest request) =>
        lacks.HasFlag(S3Capability.BatchDelete) && request.Method == "POST" && request.Target.Contains("?delete", StringComparison.Ordinal) ? vendor.BatchDelete
        : lacks.HasFlag(S3Capability.UploadListing) && request.Method == "GET" && request.Target.Contains("uploads", StringComparison.Ordinal) ? vendor.UploadListing
        : lacks.HasFlag(S3Capability.Checksums) && Has(request, vendor.ChecksumHeader) ? vendor.Checksums
        : lacks.HasFlag(S3Capability.Conditions) && Has(request, "\r\nIf-None-Match:") ? vendor.Conditions
        : null;

    private static bool Has(ProxiedRequest request, string header) => request.Head.Contains(header, StringComparison.OrdinalIgnoreCase);
}
