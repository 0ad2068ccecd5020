using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Lifecycle.Reporting;

namespace Lifecycle.Stores.S3;

/// <summary>Backups in a bucket, on AWS or any S3-compatible server. Nothing passes through this machine's disk.</summary>
public sealed class S3Store : IBackupStore, IDisposable
{
    private const string UploadMark = "?uploadId=";

    private readonly IReporter _reporter;
    private readonly S3Connection _connection;
    private readonly S3Keys _keys;
    private readonly S3Requests _requests;
    private readonly S3Listing _listing;
    private readonly S3Sending _sending;
    private readonly PartPlan _plan;
    private readonly PartBuffers _buffers = new();

    public S3Store(S3Options options, IReporter reporter)
        : this(options, reporter, credentials: null, new S3Timing(), new PartPlan(PartPlan.DefaultSize))
    {
    }

    internal S3Store(S3Options options, IReporter reporter, AWSCredentials? credentials, S3Timing timing, PartPlan plan, S3Dialect? dialect = null)
    {
        _connection = new S3Connection(options, credentials);
        _reporter = reporter;
        _plan = plan;
        _keys = new S3Keys(options.Bucket, options.Prefix);
        _requests = new S3Requests(_connection, dialect ?? S3Dialect.For(options.Checksums, _connection.Endpoint), timing);
        _listing = new S3Listing(_requests);
        _sending = new S3Sending(options, _requests);
    }

    public string Location => _keys.ToString();

    public string Locate(string key) => _keys.Locate(key);

    public Task ReachAsync(CancellationToken cancellationToken) => _listing.FindAsync(_keys.Root, cancellationToken);

    public async IAsyncEnumerable<StoredObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in _listing.ListAsync(_keys.Root, cancellationToken))
        {
            yield return new StoredObject(_keys.Relative(found.Key), found.Size ?? 0, ToTime(found.LastModified, found.Key));
        }
    }

    public async Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken) =>
        await S3Download.OpenAsync(new S3RangeReader(_requests, _keys.Full(key)), _buffers, cancellationToken);

    public async Task<IUpload> CreateAsync(string key, CancellationToken cancellationToken) =>
        await _listing.FindAsync(_keys.Full(key), cancellationToken) is null
            ? new S3Upload(_requests, _sending, _listing, _reporter, _keys.Full(key), _plan, _buffers)
            : throw new AlreadyStoredException(Locate(key));

    public async Task<IReadOnlyDictionary<string, string>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var failures = await new S3Deletion(_requests).RunAsync(keys.Select(_keys.Full), cancellationToken);
        return failures.ToDictionary(failure => _keys.Relative(failure.Key), failure => failure.Value);
    }

    public async Task AbandonAsync(string key, CancellationToken cancellationToken)
    {
        await foreach (var upload in _listing.ListUploadsAsync(_keys.Full(key), cancellationToken))
        {
            if (upload.Key == _keys.Full(key))
            {
                await S3Abort.RunAsync(_requests, upload.Key, upload.UploadId, cancellationToken);
            }
        }
    }

    public async Task<IReadOnlyList<string>> FindAbandonedAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var abandoned = new List<string>();
        await foreach (var upload in _listing.ListUploadsAsync(_keys.Root, cancellationToken))
        {
            var key = _keys.Relative(upload.Key);
            if (BackupName.Recognise(key) is not null && DateTimeOffset.UtcNow - ToTime(upload.Initiated, upload.Key) > age)
            {
                abandoned.Add(Locate(key) + UploadMark + upload.UploadId);
            }
        }

        return abandoned;
    }

    public async Task RemoveAbandonedAsync(IReadOnlyCollection<string> uploads, CancellationToken cancellationToken)
    {
        foreach (var upload in uploads)
        {
            var mark = upload.IndexOf(UploadMark, StringComparison.Ordinal);
            await S3Abort.RunAsync(_requests, S3Location.Parse(upload[..mark]).Key, upload[(mark + UploadMark.Length)..], cancellationToken);
        }
    }

    public void Dispose() => _connection.Dispose();

    private DateTimeOffset ToTime(DateTime? time, string key) => time is { } known
        ? new DateTimeOffset(known.ToUniversalTime())
        : throw new LifecycleException($"{Location} does not say how old {key} is", "Nothing can be rotated by age there: see the server's listing");
}
