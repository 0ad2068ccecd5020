namespace Lifecycle.Stores.S3;

/// <summary>What a request is about: the right that it takes, and the key or prefix.</summary>
/// <param name="Right">Such as <c>s3:PutObject</c>.</param>
/// <param name="Key">The full key, or null where it concerns the bucket.</param>
internal sealed record S3Request(string Right, string? Key)
{
    /// <summary>Servers differ in what they understand of these.</summary>
    public S3Capability Uses { get; init; }

    /// <summary>Content goes along: where it is taken, the server knows its kind of checksums.</summary>
    public bool SendsContent { get; init; }
}
