using System.Collections.Concurrent;
using Amazon.S3;
using Amazon.S3.Model;

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
            foreach (var error in await TryBatchAsync(keys, cancellationToken))
            {
                failures[error.Key] = S3Failure.Reason(error);
            }
        }
        catch (LifecycleException exception) when (exception.InnerException is AmazonS3Exception { ErrorCode: "AccessDenied" or "NotImplemented" or "MissingContentMD5" or "InvalidRequest" or "MethodNotAllowed" or "MalformedXML" })
        {
            // Ceph 16 wants a right on the whole bucket for a batch; some servers have no batches.
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(keys, options, async (key, token) => await DeleteOneAsync(key, failures, token));
        }
        catch (LifecycleException exception)
        {
            Record(keys, exception, failures);
        }
    }

    private Task<List<DeleteError>> TryBatchAsync(string[] keys, CancellationToken cancellationToken) => requests.RunAsync(
        new S3Act("s3:DeleteObject", keys[0]),
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
            await requests.RunAsync(
                new S3Act("s3:DeleteObject", key),
                attempt => attempt.Client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = requests.Bucket, Key = key }, attempt.Token),
                cancellationToken);
        }
        catch (LifecycleException exception)
        {
            Record([key], exception, failures);
        }
    }

    private static void Record(IEnumerable<string> keys, LifecycleException exception, ConcurrentDictionary<string, string> failures)
    {
        foreach (var key in keys)
        {
            failures[key] = exception.Message;
        }
    }
}
