using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3.Model;
using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Stores.S3;

/// <summary>Backups in a bucket, on AWS or any S3-compatible server. Nothing passes through this machine's disk.</summary>
public sealed class S3Store : IBackupStore
{
    private const string UploadMark = "?uploadId=";

    private readonly IReporter _reporter;
    private readonly S3Connection _connection;
    private readonly S3Keys _keys;
    private readonly S3Requests _requests;
    private readonly S3Listing _listing;
    private readonly S3Sending _sending;
    private readonly PartPlan _plan;
    private readonly RangePlan _ranges;
    private readonly PartBuffers _buffers = new();
    private bool _lackIsTold;

    public S3Store(S3Options options, IReporter reporter)
        : this(options, reporter, credentials: null, new S3Timing(), new PartPlan(PartPlan.DefaultSize))
    {
    }

    internal S3Store(S3Options options, IReporter reporter, AWSCredentials? credentials, S3Timing timing, PartPlan plan, S3Capabilities? capabilities = null, RangePlan? ranges = null, HttpClientFactory? transport = null)
    {
        _connection = new S3Connection(options, credentials, transport);
        _reporter = reporter;
        _plan = plan;
        _ranges = ranges ?? RangePlan.Default;
        _keys = new S3Keys(options.Bucket, options.Prefix);
        _requests = new S3Requests(_connection, capabilities ?? S3Capabilities.For(options.Checksums, _connection.Endpoint), timing);
        _listing = new S3Listing(_requests);
        _sending = new S3Sending(options, _requests);
    }

    public string Location => _keys.ToString();

    public bool IsOnThisMachine => false;

    public string Locate(string key) => _keys.Locate(key);

    public Task ReachAsync(CancellationToken cancellationToken) => _listing.FindAsync(_keys.Root, cancellationToken);

    public async IAsyncEnumerable<StoredObject> ListAsync(string beginning, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in _listing.ListAsync(_keys.Full(beginning), after is null ? null : _keys.Full(after), cancellationToken))
        {
            var key = _keys.Relative(found.Key);
            // Also of a server that does not know where to begin.
            if (string.CompareOrdinal(key, after) > 0)
            {
                yield return new StoredObject(key, found.Size ?? 0, ToTime(found.LastModified, found.Key));
            }
        }
    }

    public async Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken) =>
        await S3Download.OpenAsync(new S3RangeReader(_requests, _keys.Full(key)), _ranges, _buffers, cancellationToken);

    public async Task<IUpload> CreateAsync(string key, long? most, CancellationToken cancellationToken) =>
        await _listing.FindAsync(_keys.Full(key), cancellationToken) is null
            ? new S3Upload(_requests, _sending, _listing, _reporter, _keys.Full(key), most is { } size ? _plan.Within(size) : _plan, _buffers)
            : throw new AlreadyStoredException(Locate(key));

    public async Task<IReadOnlyDictionary<string, string>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var failures = await new S3Deletion(_requests).RunAsync(keys.Select(_keys.Full), cancellationToken);
        return failures.ToDictionary(failure => _keys.Relative(failure.Key), failure => failure.Value);
    }

    public async Task<bool> AbandonAsync(string key, CancellationToken cancellationToken)
    {
        var uploads = await TryListUploadsAsync(_keys.Full(key), cancellationToken);
        foreach (var upload in (uploads ?? []).Where(upload => upload.Key == _keys.Full(key)))
        {
            await S3Abort.RunAsync(_requests, upload.Key, upload.UploadId, cancellationToken);
        }

        return uploads is not null;
    }

    public async Task<IReadOnlyList<string>> FindAbandonedAsync(TimeSpan age, CancellationToken cancellationToken) =>
        [.. (await TryListUploadsAsync(_keys.Root, cancellationToken) ?? [])
            .Where(upload => StoreLayout.Recognises(_keys.Relative(upload.Key)) && _requests.Timing.Clock.GetUtcNow() - ToTime(upload.Initiated, upload.Key) > age)
            .Select(upload => Locate(_keys.Relative(upload.Key)) + UploadMark + upload.UploadId)];

    public async Task RemoveAbandonedAsync(IReadOnlyCollection<string> uploads, CancellationToken cancellationToken)
    {
        foreach (var upload in uploads)
        {
            var mark = upload.IndexOf(UploadMark, StringComparison.Ordinal);
            await S3Abort.RunAsync(_requests, S3Location.Parse(upload[..mark]).Key, upload[(mark + UploadMark.Length)..], cancellationToken);
        }
    }

    public void Dispose() => _connection.Dispose();

    // Null where the server has no such list; that is said once, and nothing fails for it.
    private async Task<IReadOnlyList<MultipartUpload>?> TryListUploadsAsync(string prefix, CancellationToken cancellationToken)
    {
        try
        {
            return await _listing.ListUploadsAsync(prefix, cancellationToken).ToListAsync(cancellationToken);
        }
        catch (UnsupportedRequestException exception)
        {
            if (!_lackIsTold)
            {
                _lackIsTold = true;
                _reporter.Info(exception.Message);
            }

            return null;
        }
    }

    private DateTimeOffset ToTime(DateTime? time, string key) => time is { } known
        ? new DateTimeOffset(known.ToUniversalTime())
        : throw new LifecycleException($"{Location} does not say how old {key} is", "Nothing can be rotated by age there: see the server's listing");
}
