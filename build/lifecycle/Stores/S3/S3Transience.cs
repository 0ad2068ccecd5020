using System.Net;
using System.Security.Authentication;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;

namespace Lifecycle.Stores.S3;

/// <summary>Which failures may be gone at the next attempt.</summary>
internal static class S3Transience
{
    private static readonly HashSet<string> Codes =
    [
        "SlowDown", "RequestTimeout", "RequestLimitExceeded", "Throttling", "ThrottlingException", "TooManyRequests", "InternalError", "ServiceUnavailable",
        // The content was damaged on its way.
        "BadDigest", "IncompleteBody", "XAmzContentSHA256Mismatch",
        // Two conditional writes met; the next attempt tells which was first.
        "OperationAborted", "ConditionalRequestConflict",
        // A 400 without a document: Ceph's answer to whatever follows a refused upload on the same connection.
        "BadRequest",
    ];

    public static bool IsTransient(Exception exception) => exception switch
    {
        AmazonServiceException { StatusCode: HttpStatusCode.NotImplemented } => false,
        AmazonS3Exception { ErrorCode: { } code } when Codes.Contains(code) => true,
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } => true,
        AmazonUnmarshallingException or XmlException => true,
        AmazonServiceException { InnerException: { } inner } => IsTransient(inner),
        AuthenticationException => false,
        HttpRequestException { InnerException: AuthenticationException } => false,
        HttpRequestException or IOException or WebException or TimeoutException => true,
        // The caller's own cancellation never gets here: what is left is a stall.
        OperationCanceledException => true,
        AmazonClientException { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };
}
