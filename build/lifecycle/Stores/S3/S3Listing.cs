using System.Runtime.CompilerServices;
using Amazon.S3.Model;

namespace Lifecycle.Stores.S3;

/// <summary>Looks at what a bucket holds. Listing takes one right for the whole prefix, and says why it is refused; HEAD does neither.</summary>
internal sealed class S3Listing(S3Requests requests)
{
    private const int Glances = 6;

    /// <summary>Every object whose key begins with <paramref name="prefix"/>.</summary>
    public async IAsyncEnumerable<S3Object> ListAsync(string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var page = await PageAsync(prefix, after, next, size: null, cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                yield return found;
            }

            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
    }

    /// <summary>The object of that very key, or null.</summary>
    public async Task<StoredState?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var page = await PageAsync(key, after: null, next: null, size: 1, cancellationToken);
        return page.S3Objects is [var first, ..] && first.Key == key
            ? new StoredState(first.Size ?? 0, (first.ETag ?? "").Trim('"').ToLowerInvariant())
            : null;
    }

    /// <summary>The object that was just stored: on some servers it takes a moment until it is seen.</summary>
    public async Task<StoredState?> AwaitAsync(string key, CancellationToken cancellationToken)
    {
        for (var glance = 1; glance < Glances; glance++)
        {
            if (await FindAsync(key, cancellationToken) is { } stored)
            {
                return stored;
            }

            await requests.Timing.PauseAsync(glance, cancellationToken);
        }

        return await FindAsync(key, cancellationToken);
    }

    /// <summary>Every unfinished upload of a key that begins with <paramref name="prefix"/>.</summary>
    /// <exception cref="UnsupportedRequestException">The server does not list them.</exception>
    public async IAsyncEnumerable<MultipartUpload> ListUploadsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string? Key, string? Upload) next = default;
        do
        {
            var page = await requests.RunAsync(
                new S3Request("s3:ListBucketMultipartUploads", Key: null) { Uses = S3Capability.UploadListing },
                attempt => attempt.Client.ListMultipartUploadsAsync(
                    new ListMultipartUploadsRequest { BucketName = requests.Bucket, Prefix = prefix, KeyMarker = next.Key, UploadIdMarker = next.Upload },
                    attempt.Token),
                cancellationToken);
            foreach (var upload in page.MultipartUploads ?? [])
            {
                yield return upload;
            }

            next = page.IsTruncated == true ? (page.NextKeyMarker, page.NextUploadIdMarker) : default;
        }
        while (next.Key is not null);
    }

    private Task<ListObjectsV2Response> PageAsync(string prefix, string? after, string? next, int? size, CancellationToken cancellationToken) => requests.RunAsync(
        new S3Request("s3:ListBucket", prefix),
        attempt => attempt.Client.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = requests.Bucket, Prefix = prefix, StartAfter = after, ContinuationToken = next, MaxKeys = size },
            attempt.Token),
        cancellationToken);
}
