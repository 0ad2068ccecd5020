using Amazon.S3;
using Amazon.S3.Model;

namespace Lifecycle.Stores.S3;

/// <summary>Ends an upload for good. One that is gone already has ended.</summary>
internal static class S3Abort
{
    public static Task RunAsync(S3Requests requests, string key, string uploadId, CancellationToken cancellationToken) => requests.RunAsync(
        new S3Request("s3:AbortMultipartUpload", key),
        async attempt =>
        {
            try
            {
                _ = await attempt.Client.AbortMultipartUploadAsync(
                    new AbortMultipartUploadRequest { BucketName = requests.Bucket, Key = key, UploadId = uploadId },
                    attempt.Token);
            }
            catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchUpload")
            {
                return;
            }
        },
        cancellationToken);
}
