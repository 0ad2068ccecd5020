using Amazon.S3;
using Amazon.S3.Model;

namespace Lifecycle.Stores.S3;

/// <summary>Builds the requests that carry content: how it is vouched for, and how it is encrypted where it lies.</summary>
internal sealed class S3Sending(S3Options options, S3Requests requests)
{
    public PutObjectRequest Put(string key, ReadOnlyMemory<byte> content, byte[] digest, S3Attempt attempt)
    {
        var required = attempt.Features.Checksums == S3Checksums.WhenRequired;
        return new PutObjectRequest
        {
            BucketName = options.Bucket,
            Key = key,
            InputStream = new PartContent(content, attempt.Guard),
            IfNoneMatch = attempt.Features.Conditions ? "*" : null,
            ServerSideEncryptionMethod = Method,
            ServerSideEncryptionKeyManagementServiceKeyId = options.EncryptionKeyId,
            UseChunkEncoding = !required,
            // Over plain http the SDK demands the signature to cover the content.
            DisablePayloadSigning = required && requests.IsEncrypted,
            MD5Digest = required ? Convert.ToBase64String(digest) : null,
        };
    }

    public InitiateMultipartUploadRequest Initiate(string key, S3Attempt attempt) => new()
    {
        BucketName = options.Bucket,
        Key = key,
        ServerSideEncryptionMethod = Method,
        ServerSideEncryptionKeyManagementServiceKeyId = options.EncryptionKeyId,
        ChecksumAlgorithm = attempt.Features.Checksums == S3Checksums.WhenSupported ? ChecksumAlgorithm.CRC32 : null,
    };

    public UploadPartRequest Part(string key, string uploadId, int number, ReadOnlyMemory<byte> content, byte[] digest, S3Attempt attempt)
    {
        var required = attempt.Features.Checksums == S3Checksums.WhenRequired;
        return new UploadPartRequest
        {
            BucketName = options.Bucket,
            Key = key,
            UploadId = uploadId,
            PartNumber = number,
            PartSize = content.Length,
            InputStream = new PartContent(content, attempt.Guard),
            UseChunkEncoding = !required,
            DisablePayloadSigning = required && requests.IsEncrypted,
            MD5Digest = required ? Convert.ToBase64String(digest) : null,
            ChecksumAlgorithm = required ? null : ChecksumAlgorithm.CRC32,
        };
    }

    public CompleteMultipartUploadRequest Complete(string key, string uploadId, StoredParts parts, S3Attempt attempt) => new()
    {
        BucketName = options.Bucket,
        Key = key,
        UploadId = uploadId,
        PartETags = parts.ToList(),
        IfNoneMatch = attempt.Features.Conditions ? "*" : null,
    };

    private ServerSideEncryptionMethod? Method => options.Encryption switch
    {
        S3Encryption.Aes256 => ServerSideEncryptionMethod.AES256,
        S3Encryption.Kms => ServerSideEncryptionMethod.AWSKMS,
        _ => null,
    };
}
