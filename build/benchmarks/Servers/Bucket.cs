using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Lifecycle.Benchmarks.Servers;

/// <summary>
/// A bucket of this run's own on the server that TEST_S3_ENDPOINT names. Contenders find it at <see cref="Endpoint"/>, which
/// may be farther away than the server is.
/// </summary>
internal sealed class Bucket : IAsyncDisposable
{
    private const int BatchesAtOnce = 4;

    private readonly DistantServer? _distant;

    private Bucket(Uri endpoint, TimeSpan latency)
    {
        _distant = latency > TimeSpan.Zero ? new DistantServer(endpoint, latency) : null;
        Endpoint = _distant?.Endpoint ?? endpoint;
        Client = new AmazonS3Client(new AmazonS3Config
        {
            ServiceURL = endpoint.AbsoluteUri,
            ForcePathStyle = true,
            AuthenticationRegion = Region,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    public static string Region => Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1";

    public Uri Endpoint { get; }

    public string Name { get; } = $"benchmark-{Guid.NewGuid():n}"[..24];

    public AmazonS3Client Client { get; }

    public static async Task<Bucket> CreateAsync(TimeSpan latency, CancellationToken cancellationToken)
    {
        var endpoint = Environment.GetEnvironmentVariable("TEST_S3_ENDPOINT") is { Length: > 0 } text
            ? new Uri(text)
            : throw new NotHereException("there is no S3 server: start one with scripts/test-s3.sh up, then: set -a; . STATE_DIR/env; set +a");
        var bucket = new Bucket(endpoint, latency);
        _ = await bucket.Client.PutBucketAsync(bucket.Name, cancellationToken);
        return bucket;
    }

    public string Uri(string key) => $"s3://{Name}/{key}";

    /// <param name="uri">As <see cref="Uri"/> makes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Stream> OpenAsync(string uri, CancellationToken cancellationToken) =>
        (await Client.GetObjectAsync(Name, uri[Uri("").Length..], cancellationToken)).ResponseStream;

    public IAsyncEnumerable<S3Object> ListAsync(string prefix, CancellationToken cancellationToken) =>
        PagesAsync(prefix, cancellationToken).SelectMany(page => page);

    public async IAsyncEnumerable<IReadOnlyList<S3Object>> PagesAsync(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var page = await Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Name, Prefix = prefix, ContinuationToken = next }, cancellationToken);
            yield return page.S3Objects ?? [];
            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
    }

    public Task ClearAsync(string prefix, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        PagesAsync(prefix, cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellationToken },
        async (page, token) =>
        {
            if (page.Count > 0)
            {
                _ = await Client.DeleteObjectsAsync(new DeleteObjectsRequest { BucketName = Name, Objects = [.. page.Select(found => new KeyVersion { Key = found.Key })], Quiet = true }, token);
            }
        });

    public async ValueTask DisposeAsync()
    {
        await ClearAsync("", CancellationToken.None);
        _ = await Client.DeleteBucketAsync(Name, CancellationToken.None);
        Client.Dispose();
        if (_distant is not null)
        {
            await _distant.DisposeAsync();
        }
    }
}
