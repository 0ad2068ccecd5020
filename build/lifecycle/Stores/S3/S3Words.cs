using Lifecycle.Failures;

namespace Lifecycle.Stores.S3;

/// <summary>Makes sense of what was typed.</summary>
internal static class S3Words
{
    // What stands before an @ is a secret, and is not repeated.
    public static Uri Endpoint(string text) =>
        text.Contains('@', StringComparison.Ordinal) ? throw new MistakeException("The endpoint of the S3 server holds a user or a password", "Give --s3-endpoint as https://host or http://host:port, and the credentials as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        : Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && (endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps)
            ? endpoint
            : throw new MistakeException($"'{text}' is no endpoint", "Give --s3-endpoint as https://host or http://host:port");

    public static S3Encryption Encryption(string? text, string? keyId) => (text, keyId) switch
    {
        ("aws:kms", _) => S3Encryption.Kms,
        (_, { Length: > 0 }) => throw new MistakeException("--sse-key-id goes with --sse aws:kms only", "Give both, or neither"),
        (null or "", _) => S3Encryption.BucketDefault,
        ("AES256", _) => S3Encryption.Aes256,
        _ => throw new MistakeException($"'{text}' is no encryption that S3 has", "Give --sse as AES256 or aws:kms"),
    };

    public static S3Checksums Checksums(string? text) => text switch
    {
        null or "" or "auto" => S3Checksums.Auto,
        "when-supported" => S3Checksums.WhenSupported,
        "when-required" => S3Checksums.WhenRequired,
        _ => throw new MistakeException($"'{text}' is no way of checksums", "Give --s3-checksums as auto, when-supported or when-required"),
    };
}
