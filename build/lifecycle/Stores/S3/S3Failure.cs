using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Lifecycle.Failures;

namespace Lifecycle.Stores.S3;

/// <summary>Puts what S3, the SDK or the network says into one line with a remedy. Nothing secret is in any of it.</summary>
internal static partial class S3Failure
{
    private const string Policies = "docs/s3-policy.md";

    public static LifecycleException Of(Exception exception, S3Connection connection, S3Request request, int attempts) => exception switch
    {
        AmazonS3Exception refusal => OfRefusal(refusal, connection, request, attempts),
        AmazonServiceException { StatusCode: HttpStatusCode.Forbidden } => new LifecycleException($"The credentials for {Server(connection)} cannot be had: {exception.Message}", "See that the role may be assumed, and its token is fresh", exception),
        AmazonClientException when exception.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) => new LifecycleException(
            $"There are no credentials for {Server(connection)}",
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a role is given",
            exception),
        _ => OfNetwork(exception, connection, attempts),
    };

    public static LifecycleException OfChecksums(Exception exception, S3Connection connection, S3Request request) => new(
        $"{Server(connection)} does not take {Place(connection, request)} with these checksums ({(exception is AmazonS3Exception refusal ? Said(refusal) : Code(exception))})",
        "Leave --s3-checksums at auto, or set it to when-required or when-supported, whichever this server understands",
        exception);

    public static UnsupportedRequestException OfLack(S3Connection connection, S3Request request, Exception? cause)
    {
        var said = cause is null ? "" : $" ({Code(cause)})";
        return request.Uses.HasFlag(S3Capability.UploadListing)
            ? new($"{Server(connection)} does not list unfinished uploads{said}: any that are left in {connection.Bucket} stay", $"Have a lifecycle rule of the bucket end them, see {Policies}", cause)
            : new($"{Server(connection)} does not delete many objects at a time{said}", "They are deleted one by one", cause);
    }

    /// <summary>Why one object of a batch was not deleted.</summary>
    public static string Reason(DeleteError error) => error.Code == "AccessDenied"
        ? $"These credentials may not s3:DeleteObject ({error.Code}), see {Policies}"
        : $"{error.Code} {error.Message}".Trim();

    private static string Said(AmazonS3Exception refusal) =>
        string.IsNullOrWhiteSpace(refusal.Message) || refusal.Message.Contains(refusal.ErrorCode ?? "", StringComparison.Ordinal)
            ? Code(refusal)
            : $"{Code(refusal)}, {refusal.Message}";

    private static string Code(Exception exception) =>
        exception is AmazonServiceException service ? $"{(int)service.StatusCode} {service.ErrorCode}".TrimEnd() : exception.GetType().Name;

    private static string Server(S3Connection connection) => connection.Endpoint?.GetLeftPart(UriPartial.Authority) ?? $"Amazon S3 in {connection.Region}";

    private static string Place(S3Connection connection, S3Request request) => new S3Location(connection.Bucket, request.Key ?? "").ToString();
}
