using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Amazon.S3;
using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Stores.S3;

/// <summary>What a server says, by its code; where that says nothing, by its status.</summary>
internal static partial class S3Failure
{
    private static LifecycleException OfRefusal(AmazonS3Exception refusal, S3Connection connection, S3Request request, int attempts)
    {
        var (server, place) = (Server(connection), Place(connection, request));
        if (OtherRegion(refusal, connection) is { } region)
        {
            return new($"Bucket {connection.Bucket} is in region {region}, not in {connection.Region}", $"Set --region or AWS_REGION to {region}", refusal);
        }

        return refusal.ErrorCode switch
        {
            "InvalidAccessKeyId" or "InvalidClientTokenId" or "UnrecognizedClientException" => new($"{server} does not know this access key", "Check AWS_ACCESS_KEY_ID or the profile: the key is wrong, deleted, or from another account", refusal),
            "SignatureDoesNotMatch" => new($"{server} refuses the secret key", "Check AWS_SECRET_ACCESS_KEY or the profile: the secret does not go with the access key", refusal),
            "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" => new("The session token has expired", "Log in anew, or have the workflow fetch fresh credentials, and run this again", refusal),
            "InvalidToken" => new("The session token is not valid", "Check AWS_SESSION_TOKEN: it must come with the access key and the secret", refusal),
            "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture" => new(Skew(refusal, server), "Set this machine's clock right (NTP) and run this again", refusal),
            "NoSuchBucket" => new NotFoundException($"There is no bucket {connection.Bucket} at {server}", "Create it, or name another with --store s3://bucket", refusal),
            "InvalidBucketName" => new($"'{connection.Bucket}' cannot be the name of a bucket", "Name another with --store s3://bucket", refusal),
            "NoSuchKey" => new NotFoundException($"There is no {place}", "Backups lists what there is", refusal),
            "PreconditionFailed" => new ConflictException($"{place} was altered while it was read", "Run this again; if nobody should have written there, see who did", refusal),
            "NoSuchUpload" => new ConflictException($"The upload of {place} was aborted by somebody else", "Run this again; see that no lifecycle rule or other job aborts uploads so early", refusal),
            "QuotaExceeded" or "TooManyBuckets" => new($"{server} has no room left in {connection.Bucket}", "Remove old backups with Rotate, or have the quota raised", refusal),
            "AllAccessDisabled" or "AccountProblem" or "NotSignedUp" => new($"{server} has closed this account", "Ask whoever runs the account", refusal),
            "SlowDown" or "ServiceUnavailable" or "TooManyRequests" or "RequestLimitExceeded" => new UnreachableException($"{server} is too busy: {refusal.ErrorCode} at {attempts} attempts", "Run this again later", refusal),
            { } code when code.StartsWith("KMS.", StringComparison.Ordinal) => new($"The KMS key cannot be used: {code}", "Check --sse-key-id, and that the key is enabled and in the bucket's region", refusal),
            _ when refusal.StatusCode == HttpStatusCode.Forbidden && refusal.Message.Contains("kms:", StringComparison.Ordinal) => new ForbiddenException($"These credentials may not use the KMS key of {connection.Bucket}", $"Grant kms:GenerateDataKey and kms:Decrypt on it, see {Policies}", refusal),
            _ when refusal.StatusCode == HttpStatusCode.Forbidden => new ForbiddenException($"These credentials may not {request.Right} on {place} ({Code(refusal)})", $"Grant {request.Right} there, see {Policies}", refusal),
            _ when refusal.StatusCode >= HttpStatusCode.InternalServerError => new UnreachableException($"{server} fails: {Code(refusal)} at {attempts} attempts", "Run this again later; if it stays so, see the server's log", refusal),
            _ => new($"{server} refuses {request.Right} on {place}: {Said(refusal)}", "See what the server means by that; nothing was stored or removed by this request", refusal),
        };
    }

    private static string? OtherRegion(AmazonS3Exception refusal, S3Connection connection) =>
        (Header(refusal, "x-amz-bucket-region") ?? ExpectedRegion().Match(refusal.Message).Groups["region"].Value) is { Length: > 0 } region
        && region != connection.Region
        && (refusal.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect or HttpStatusCode.BadRequest)
            ? region
            : null;

    private static string Skew(AmazonS3Exception refusal, string server) =>
        DateTimeOffset.TryParse(Header(refusal, "Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && TimeProvider.System.GetUtcNow() - time is var skew && skew.Duration() > TimeSpan.FromMinutes(1)
            ? $"This machine's clock is {Human.Age(skew.Duration())} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} {server}"
            : $"This machine's clock differs too much from that of {server}";

    private static string? Header(AmazonS3Exception refusal, string name) =>
        refusal.InnerException is Amazon.Runtime.Internal.HttpErrorResponseException { Response: { } response } && response.IsHeaderPresent(name)
            ? response.GetHeaderValue(name)
            : null;

    [GeneratedRegex("expecting '(?<region>[a-z0-9-]+)'")]
    private static partial Regex ExpectedRegion();
}
