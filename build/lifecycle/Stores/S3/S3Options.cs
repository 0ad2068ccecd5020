namespace Lifecycle.Stores.S3;

/// <summary>How the integrity of what is sent is vouched for.</summary>
public enum S3Checksums
{
    /// <summary>The SDK's own on AWS, Content-MD5 at an endpoint of one's own; the other where a server refuses it.</summary>
    Auto,

    /// <summary>The SDK's own, in trailers: AWS and servers of 2025 or later.</summary>
    WhenSupported,

    /// <summary>Content-MD5: every S3-compatible server.</summary>
    WhenRequired,
}

/// <summary>How objects are encrypted where they lie; by the bucket's own default unless told.</summary>
public enum S3Encryption
{
    BucketDefault,
    Aes256,
    Kms,
}

/// <summary>A bucket, a place in it, and how to get there. Credentials come by the SDK's usual chain.</summary>
public sealed record S3Options(string Bucket, string Prefix)
{
    /// <summary>A server's URL; null for what AWS_ENDPOINT_URL_S3 or the profile says, and AWS itself otherwise.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Null for what AWS_REGION or the profile says.</summary>
    public string? Region { get; init; }

    public S3Encryption Encryption { get; init; }

    /// <summary>The KMS key; null for the account's own.</summary>
    public string? EncryptionKeyId { get; init; }

    public S3Checksums Checksums { get; init; }
}
