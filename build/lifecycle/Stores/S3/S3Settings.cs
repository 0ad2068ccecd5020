namespace Lifecycle.Stores.S3;

/// <summary>What a run is told of S3, as text, made sense of.</summary>
internal static class S3Settings
{
    /// <exception cref="LifecycleException">Something of it makes none.</exception>
    public static S3Options Parse(string location, Settings settings)
    {
        var place = S3Location.Parse(location);
        return new S3Options(place.Bucket, $"{place.Key}/{settings.BackupPrefix}".Trim('/'))
        {
            Endpoint = settings.S3Endpoint is { Length: > 0 } endpoint ? ParseEndpoint(endpoint) : null,
            Region = settings.Region,
            Encryption = ParseEncryption(settings.Sse, settings.SseKeyId),
            EncryptionKeyId = settings.SseKeyId,
            Checksums = ParseChecksums(settings.S3Checksums),
        };
    }

    private static Uri ParseEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && (endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps)
            ? endpoint
            : throw new LifecycleException($"'{text}' is no endpoint", "Give --s3-endpoint as https://host or http://host:port");

    private static S3Encryption ParseEncryption(string? text, string? keyId) => (text, keyId) switch
    {
        ("aws:kms", _) => S3Encryption.Kms,
        (_, { Length: > 0 }) => throw new LifecycleException("--sse-key-id goes with --sse aws:kms only", "Give both, or neither"),
        (null or "", _) => S3Encryption.BucketDefault,
        ("AES256", _) => S3Encryption.Aes256,
        _ => throw new LifecycleException($"'{text}' is no encryption that S3 has", "Give --sse as AES256 or aws:kms"),
    };

    private static S3Checksums ParseChecksums(string? text) => text switch
    {
        null or "" or "auto" => S3Checksums.Auto,
        "when-supported" => S3Checksums.WhenSupported,
        "when-required" => S3Checksums.WhenRequired,
        _ => throw new LifecycleException($"'{text}' is no way of checksums", "Give --s3-checksums as auto, when-supported or when-required"),
    };
}
