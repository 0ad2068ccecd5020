namespace Lifecycle.Stores.S3;

/// <summary>What a run is told of S3, as it was typed; nothing given means the SDK's rules and the bucket's defaults.</summary>
public sealed record S3Parameters
{
    /// <summary><c>https://host</c> or <c>http://host:port</c>.</summary>
    public string? Endpoint { get; init; }

    public string? Region { get; init; }

    /// <summary><c>AES256</c> or <c>aws:kms</c>.</summary>
    public string? Encryption { get; init; }

    public string? EncryptionKeyId { get; init; }

    /// <summary><c>auto</c>, <c>when-supported</c> or <c>when-required</c>.</summary>
    public string? Checksums { get; init; }

    /// <param name="place">The bucket, and what every key in it begins with.</param>
    /// <exception cref="Failures.MistakeException">Something of it makes no sense.</exception>
    public S3Options ToOptions(S3Location place) => new((place ?? throw new ArgumentNullException(nameof(place))).Bucket, place.Key)
    {
        Endpoint = Endpoint is { Length: > 0 } endpoint ? S3Words.Endpoint(endpoint) : null,
        Region = Region,
        Encryption = S3Words.Encryption(Encryption, EncryptionKeyId),
        EncryptionKeyId = EncryptionKeyId,
        Checksums = S3Words.Checksums(Checksums),
    };
}
