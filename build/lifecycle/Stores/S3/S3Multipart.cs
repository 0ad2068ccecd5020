using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Lifecycle.Failures;
using Lifecycle.Streams;

namespace Lifecycle.Stores.S3;

/// <summary>An upload in parts: several on their way at a time, their memory bounded by the plan.</summary>
internal sealed class S3Multipart(S3Requests requests, S3Sending sending, S3Listing listing, string key) : IAsyncDisposable
{
    private readonly TaskGroup _sending = new();
    private readonly StoredParts _parts = new();
    private readonly S3Request _request = new("s3:PutObject", key);
    private string? _uploadId;

    /// <summary>Whether a request to begin may have been heard though its answer was not: there may be uploads besides this one.</summary>
    public bool HasStrays { get; private set; }

    public async Task BeginAsync(CancellationToken cancellationToken) =>
        _uploadId = await requests.RunAsync(_request with { Uses = S3Capability.Checksums }, InitiateAsync, cancellationToken);

    /// <summary>Sends a part off, and waits until no more than <paramref name="remaining"/> are on their way.</summary>
    public async Task SendAsync(int number, byte[] buffer, int length, PartBuffers buffers, int remaining, CancellationToken cancellationToken)
    {
        _ = _sending.Start(token => Task.Run(() => SendPartAsync(number, buffer, length, buffers, token), token));
        await _sending.WaitAsync(remaining, cancellationToken);
    }

    /// <summary>Makes the object appear, unless the key is taken.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(remaining: 0, cancellationToken);
        var found = await requests.RunAsync(_request with { Uses = S3Capability.Conditions }, TryCompleteAsync, cancellationToken)
            ?? await listing.AwaitAsync(key, cancellationToken);
        if (found is null || !_parts.MayBe(found))
        {
            throw found is null
                ? new LifecycleException($"{Location} was stored, and yet the bucket does not list it", "Look at the bucket, and run this again")
                : new AlreadyStoredException(Location);
        }
    }

    /// <summary>Ends what is on its way, and has the server forget the parts that it has.</summary>
    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        await _sending.StopAsync();
        if (_uploadId is not null)
        {
            await AbortAsync(_uploadId, cancellationToken);
        }
    }

    public async Task AbortStraysAsync(CancellationToken cancellationToken)
    {
        await foreach (var stray in listing.ListUploadsAsync(key, cancellationToken))
        {
            if (stray.Key == key)
            {
                await AbortAsync(stray.UploadId, cancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync() => _sending.DisposeAsync();

    private string Location => new S3Location(requests.Bucket, key).ToString();

    private async Task SendPartAsync(int number, byte[] buffer, int length, PartBuffers buffers, CancellationToken cancellationToken)
    {
        var content = buffer.AsMemory(0, length);
        var digest = Md5.Of(content.Span);
        var part = await requests.RunAsync(
            _request with { Uses = S3Capability.Checksums, SendsContent = true },
            async attempt =>
            {
                var stored = await attempt.Client.UploadPartAsync(sending.Part(key, _uploadId!, number, content, digest, attempt), attempt.Token);
                return new PartETag(number, stored.ETag) { ChecksumCRC32 = stored.ChecksumCRC32 };
            },
            cancellationToken);
        _parts.Add(part, digest, length);
        buffers.Return(buffer);
    }

    private async Task<string> InitiateAsync(S3Attempt attempt)
    {
        // An attempt that was refused has begun nothing; of one without an answer nobody knows.
        var before = HasStrays;
        HasStrays = true;
        try
        {
            var begun = await attempt.Client.InitiateMultipartUploadAsync(sending.Initiate(key, attempt), attempt.Token);
            HasStrays = before;
            return begun.UploadId;
        }
        catch (AmazonS3Exception exception) when (!S3Transience.IsTransient(exception))
        {
            HasStrays = before;
            throw;
        }
    }

    /// <returns>The object where one is there already, be it this one from an attempt whose answer was lost; null once it is made.</returns>
    private async Task<StoredState?> TryCompleteAsync(S3Attempt attempt)
    {
        // Some servers complete whatever the condition, so the key is looked at last thing before.
        if (await listing.FindAsync(key, attempt.Caller) is { } stored)
        {
            return attempt.IsRetry && _parts.MayBe(stored) ? stored : throw new AlreadyStoredException(Location);
        }

        attempt.Guard.Progress();
        try
        {
            _ = await attempt.Client.CompleteMultipartUploadAsync(sending.Complete(key, _uploadId!, _parts, attempt), attempt.Token);
            return null;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound && attempt.IsRetry)
        {
            if (await listing.FindAsync(key, attempt.Caller) is { } late && _parts.MayBe(late))
            {
                return late;
            }

            throw;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.PreconditionFailed)
        {
            throw new AlreadyStoredException(Location);
        }
    }

    private Task AbortAsync(string uploadId, CancellationToken cancellationToken) => S3Abort.RunAsync(requests, key, uploadId, cancellationToken);
}
