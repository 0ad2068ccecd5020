using Amazon.S3;

namespace Lifecycle.Stores.S3;

/// <summary>
/// Codes that say: not understood, whoever asks. None says what it was that was not understood. Seen of Backblaze B2
/// (InvalidArgument for a header of checksums, NotImplemented for a condition), Google Cloud Storage (InvalidArgument for a
/// batch of deletions), MinIO and its gateways (MissingContentMD5, NotImplemented), Ceph 16 (XAmzContentSHA256Mismatch).
/// </summary>
internal static class S3Refusals
{
    private static readonly HashSet<string> Codes =
    [
        "NotImplemented", "XNotImplemented", "MethodNotAllowed", "InvalidRequest", "InvalidArgument", "InvalidDigest",
        "MissingContentLength", "MissingContentMD5", "MalformedTrailerError", "MalformedXML",
    ];

    // Ceph 16 takes the chunks before a trailer for content, Google signs without them. Without trailers the same codes
    // mean content damaged on its way, and a wrong secret.
    private static readonly HashSet<string> CodesOfTrailers = ["XAmzContentSHA256Mismatch", "SignatureDoesNotMatch"];

    public static bool IsNotUnderstood(Exception exception) => exception is AmazonS3Exception { ErrorCode: { } code } && Codes.Contains(code);

    public static bool IsNotUnderstood(Exception exception, S3Features used) =>
        IsNotUnderstood(exception)
        || (used.Checksums == S3Checksums.WhenSupported && exception is AmazonS3Exception { ErrorCode: { } code } && CodesOfTrailers.Contains(code));
}
