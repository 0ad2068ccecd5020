using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Lifecycle.Reporting;

namespace Lifecycle.Stores.S3;

/// <summary>Puts what S3, the SDK or the network says into one line with a remedy. Nothing secret is in any of it.</summary>
internal static partial class S3Failure
{
    private const string Policies = "docs/s3-policy.md";

    public static LifecycleException Of(Exception exception, S3Connection connection, S3Act act, int attempts)
    {
        var (problem, remedy) = exception switch
        {
            AmazonS3Exception refusal => OfRefusal(refusal, connection, act, attempts),
            AmazonServiceException { StatusCode: HttpStatusCode.Forbidden } other => ($"The credentials for {Server(connection)} cannot be had: {other.Message}", "See that the role may be assumed, and its token is fresh"),
            AmazonClientException when IsAboutCredentials(exception) => OfMissingCredentials(connection),
            _ => OfNetwork(exception, connection, attempts),
        };
        return new LifecycleException(problem, remedy, exception);
    }

    public static LifecycleException OfChecksums(Exception exception, S3Connection connection, S3Act act) => new(
        $"{Server(connection)} does not take {Place(connection, act)} with these checksums ({(exception is AmazonS3Exception refusal ? Said(refusal) : Code(exception))})",
        "Leave --s3-checksums at auto, or set it to when-required or when-supported, whichever this server understands",
        exception);

    /// <summary>Why one object of a batch was not deleted.</summary>
    public static string Reason(DeleteError error) => error.Code == "AccessDenied"
        ? $"These credentials may not s3:DeleteObject ({error.Code}), see {Policies}"
        : $"{error.Code} {error.Message}".Trim();

    private static (string Problem, string Remedy) OfRefusal(AmazonS3Exception refusal, S3Connection connection, S3Act act, int attempts)
    {
        var server = Server(connection);
        if (OtherRegion(refusal, connection) is { } region)
        {
            return ($"Bucket {connection.Bucket} is in region {region}, not in {connection.Region}", $"Set --region or AWS_REGION to {region}");
        }

        return refusal.ErrorCode switch
        {
            "InvalidAccessKeyId" or "InvalidClientTokenId" or "UnrecognizedClientException" => ($"{server} does not know this access key", "Check AWS_ACCESS_KEY_ID or the profile: the key is wrong, deleted, or from another account"),
            "SignatureDoesNotMatch" => ($"{server} refuses the secret key", "Check AWS_SECRET_ACCESS_KEY or the profile: the secret does not go with the access key"),
            "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" => ("The session token has expired", "Log in anew, or have the workflow fetch fresh credentials, and run this again"),
            "InvalidToken" => ("The session token is not valid", "Check AWS_SESSION_TOKEN: it must come with the access key and the secret"),
            "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture" => (Skew(refusal, server), "Set this machine's clock right (NTP) and run this again"),
            "NoSuchBucket" => ($"There is no bucket {connection.Bucket} at {server}", "Create it, or name another with --store s3://bucket"),
            "InvalidBucketName" => ($"'{connection.Bucket}' cannot be the name of a bucket", "Name another with --store s3://bucket"),
            "NoSuchKey" => ($"There is no {Place(connection, act)}", "Backups lists what there is"),
            "PreconditionFailed" => ($"{Place(connection, act)} was altered while it was read", "Run this again; if nobody should have written there, see who did"),
            "NoSuchUpload" => ($"The upload of {Place(connection, act)} was aborted by somebody else", "Run this again; see that no lifecycle rule or other job aborts uploads so early"),
            "QuotaExceeded" or "TooManyBuckets" => ($"{server} has no room left in {connection.Bucket}", "Remove old backups with Rotate, or have the quota raised"),
            "AllAccessDisabled" or "AccountProblem" or "NotSignedUp" => ($"{server} has closed this account", "Ask whoever runs the account"),
            "SlowDown" or "ServiceUnavailable" or "TooManyRequests" or "RequestLimitExceeded" => ($"{server} is too busy: {refusal.ErrorCode} at {attempts} attempts", "Run this again later"),
            { } code when code.StartsWith("KMS.", StringComparison.Ordinal) => ($"The KMS key cannot be used: {code}", "Check --sse-key-id, and that the key is enabled and in the bucket's region"),
            _ when refusal.StatusCode == HttpStatusCode.Forbidden => OfMissingRight(refusal, connection, act),
            _ when refusal.StatusCode >= HttpStatusCode.InternalServerError => ($"{server} fails: {Code(refusal)} at {attempts} attempts", "Run this again later; if it stays so, see the server's log"),
            _ => ($"{server} refuses {act.Right} on {Place(connection, act)}: {Said(refusal)}", "See what the server means by that; nothing was stored or removed by this request"),
        };
    }

    private static (string Problem, string Remedy) OfMissingRight(AmazonS3Exception refusal, S3Connection connection, S3Act act) =>
        refusal.Message.Contains("kms:", StringComparison.Ordinal)
            ? ($"These credentials may not use the KMS key of {connection.Bucket}", $"Grant kms:GenerateDataKey and kms:Decrypt on it, see {Policies}")
            : ($"These credentials may not {act.Right} on {Place(connection, act)} ({Code(refusal)})", $"Grant {act.Right} there, see {Policies}");

    private static (string Problem, string Remedy) OfMissingCredentials(S3Connection connection) => (
        $"There are no credentials for {Server(connection)}",
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a role is given");

    private static (string Problem, string Remedy) OfNetwork(Exception exception, S3Connection connection, int attempts)
    {
        var server = Server(connection);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return ($"The name of {server} is not known", "Check --s3-endpoint or AWS_ENDPOINT_URL_S3, and this machine's DNS");
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return ($"Nothing answers at {server} (connection refused)", "Start it, or check --s3-endpoint or AWS_ENDPOINT_URL_S3");
                case AuthenticationException:
                    return ($"{server} cannot be trusted: {cause.Message}", "Check https or http in --s3-endpoint; for a private authority, name its certificates in SSL_CERT_FILE");
                case OperationCanceledException or TimeoutException:
                    return ($"{server} does not answer in time, at {attempts} attempts", "Check the network and the server, and run this again");
            }
        }

        return ($"The connection to {server} fails, at {attempts} attempts: {exception.GetBaseException().Message}", "Check the network and the server, and run this again");
    }

    private static bool IsAboutCredentials(Exception exception) => exception.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase);

    private static string? OtherRegion(AmazonS3Exception refusal, S3Connection connection) =>
        (Header(refusal, "x-amz-bucket-region") ?? ExpectedRegion().Match(refusal.Message).Groups["region"].Value) is { Length: > 0 } region
        && region != connection.Region
        && (refusal.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect or HttpStatusCode.BadRequest)
            ? region
            : null;

    private static string Skew(AmazonS3Exception refusal, string server) =>
        DateTimeOffset.TryParse(Header(refusal, "Date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && (DateTimeOffset.UtcNow - time).Duration() > TimeSpan.FromMinutes(1)
            ? $"This machine's clock is {Text.Age((DateTimeOffset.UtcNow - time).Duration())} {(DateTimeOffset.UtcNow > time ? "ahead of" : "behind")} {server}"
            : $"This machine's clock differs too much from that of {server}";

    private static string? Header(AmazonS3Exception refusal, string name) =>
        refusal.InnerException is Amazon.Runtime.Internal.HttpErrorResponseException { Response: { } response } && response.IsHeaderPresent(name)
            ? response.GetHeaderValue(name)
            : null;

    private static string Said(AmazonS3Exception refusal) =>
        string.IsNullOrWhiteSpace(refusal.Message) || refusal.Message.Contains(refusal.ErrorCode ?? "", StringComparison.Ordinal)
            ? Code(refusal)
            : $"{Code(refusal)}, {refusal.Message}";

    private static string Code(Exception exception) =>
        exception is AmazonServiceException service ? $"{(int)service.StatusCode} {service.ErrorCode}".TrimEnd() : exception.GetType().Name;

    private static string Server(S3Connection connection) => connection.Endpoint?.GetLeftPart(UriPartial.Authority) ?? $"Amazon S3 in {connection.Region}";

    private static string Place(S3Connection connection, S3Act act) => new S3Location(connection.Bucket, act.Key ?? "").ToString();

    [GeneratedRegex("expecting '(?<region>[a-z0-9-]+)'")]
    private static partial Regex ExpectedRegion();
}
