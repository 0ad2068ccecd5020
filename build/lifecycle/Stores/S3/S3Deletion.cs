using System.Collections.Concurrent;
using Amazon.S3;
using Amazon.S3.Model;
using Lifecycle.Failures;

namespace Lifecycle.Stores.S3;

/// <summary>Deletes many objects: a thousand with one request, or one by one where that request is not understood or not allowed.</summary>
internal sealed class S3Deletion(S3Requests requests)
{
    private const int BatchSize = 1000;
    private const int AtATime = 8;

    /// <returns>The full keys that are still there, with the reason.</returns>
    public async Task<Dictionary<string, string>> RunAsync(IEnumerable<string> fullKeys, CancellationToken cancellationToken)
    {
        var failures = new ConcurrentDictionary<string, string>();
        foreach (var batch in fullKeys.Chunk(BatchSize))
        {
            await DeleteAsync(batch, failures, cancellationToken);
        }

        return new Dictionary<string, string>(failures);
    }

    private async Task DeleteAsync(string[] keys, ConcurrentDictionary<string, string> failures, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var error in await DeleteBatchAsync(keys, cancellationToken))
            {
                failures[error.Key] = S3Failure.Reason(error);
            }
        }
        catch (LifecycleException exception) when (exception is UnsupportedRequestException or ForbiddenException)
        {
            // Ceph 16 wants a right on the whole bucket for a batch.
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(keys, options, async (key, token) => await DeleteOneAsync(key, failures, token));
        }
        catch (LifecycleException exception)
        {
            foreach (var key in keys)
            {
                failures[key] = exception.Message;
            }
        }
    }

    private Task<List<DeleteError>> DeleteBatchAsync(string[] keys, CancellationToken cancellationToken) => requests.RunAsync(
        new S3Request("s3:DeleteObject", keys[0]) { Uses = S3Capability.BatchDelete },
        async attempt =>
        {
            try
            {
                var request = new DeleteObjectsRequest { BucketName = requests.Bucket, Objects = [.. keys.Select(key => new KeyVersion { Key = key })], Quiet = true };
                return (await attempt.Client.DeleteObjectsAsync(request, attempt.Token)).DeleteErrors ?? [];
            }
            catch (DeleteObjectsException exception)
            {
                return exception.Response.DeleteErrors ?? [];
            }
        },
        cancellationToken);

    private async Task DeleteOneAsync(string key, ConcurrentDictionary<string, string> failures, CancellationToken cancellationToken)
    {
        try
        {
            await requests.RunAsync(new S3Request("s3:DeleteObject", key), attempt => TryDeleteAsync(key, attempt), cancellationToken);
        }
        catch (LifecycleException exception)
        {
            failures[key] = exception.Message;
        }
    }

    private async Task TryDeleteAsync(string key, S3Attempt attempt)
    {
        try
        {
            _ = await attempt.Client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = requests.Bucket, Key = key }, attempt.Token);
        }
        catch (AmazonS3Exception exception) when (exception.ErrorCode == "NoSuchKey")
        {
            // Google Cloud Storage says so; to others what is gone is deleted.
            return;
        }
    }
}
