using System.Net;
using Amazon.S3;
using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Stores.S3;

/// <summary>An object on its way into a bucket: in one request where it is small, otherwise in parts.</summary>
internal sealed class S3Upload : IUpload
{
    private readonly S3Requests _requests;
    private readonly S3Sending _sending;
    private readonly S3Listing _listing;
    private readonly IReporter _reporter;
    private readonly string _key;
    private readonly PartPlan _plan;
    private readonly PartBuffers _buffers;
    private S3Multipart? _parts;
    private int _number = 1;
    private byte[] _buffer;
    private int _filled;
    private bool _completed;

    public S3Upload(S3Requests requests, S3Sending sending, S3Listing listing, IReporter reporter, string key, PartPlan plan, PartBuffers buffers)
    {
        (_requests, _sending, _listing, _reporter, _key, _plan, _buffers) = (requests, sending, listing, reporter, key, plan, buffers);
        _buffer = _buffers.Take(plan.SizeOf(_number));
        Content = new S3UploadStream(this);
    }

    public Stream Content { get; }

    public bool LeavesNothing { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        while (content.Length > 0)
        {
            if (_filled == _buffer.Length)
            {
                await SendAsync(cancellationToken);
            }

            var count = Math.Min(content.Length, _buffer.Length - _filled);
            content[..count].CopyTo(_buffer.AsMemory(_filled));
            _filled += count;
            content = content[count..];
        }
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_parts is null)
        {
            await PutAsync(cancellationToken);
        }
        else
        {
            await _parts.SendAsync(_number, _buffer, _filled, _buffers, remaining: 0, cancellationToken);
            await _parts.CompleteAsync(cancellationToken);
        }

        _completed = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_parts is null)
        {
            if (_buffer.Length > 0)
            {
                _buffers.Return(_buffer);
                _buffer = [];
            }

            LeavesNothing = true;
            return;
        }

        // Also after Ctrl-C, but not for ever.
        using var limit = new CancellationTokenSource(_requests.Timing.CleanUp);
        try
        {
            if (!_completed)
            {
                await _parts.AbortAsync(limit.Token);
            }

            if (_parts.HasStrays)
            {
                await _parts.AbortStraysAsync(limit.Token);
            }

            LeavesNothing = true;
        }
        catch (Exception exception) when (exception is LifecycleException or OperationCanceledException)
        {
            _reporter.Warn($"An unfinished upload of {Location} may stay until the next Backup or Rotate removes it: {exception.Message}");
        }
        finally
        {
            await _parts.DisposeAsync();
        }
    }

    private string Location => new S3Location(_requests.Bucket, _key).ToString();

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        if (_parts is null)
        {
            _parts = new S3Multipart(_requests, _sending, _listing, _key);
            await _parts.BeginAsync(cancellationToken);
        }

        await _parts.SendAsync(_number, _buffer, _filled, _buffers, _plan.InFlight(_number + 1), cancellationToken);
        _number++;
        _buffer = _buffers.Take(_plan.SizeOf(_number));
        _filled = 0;
    }

    private async Task PutAsync(CancellationToken cancellationToken)
    {
        var content = _buffer.AsMemory(0, _filled);
        var digest = Md5.Of(content.Span);
        var mine = new StoredState(_filled, Convert.ToHexStringLower(digest));
        var request = new S3Request("s3:PutObject", _key) { Uses = S3Capability.Checksums | S3Capability.Conditions, SendsContent = true };
        var found = await _requests.RunAsync(request, attempt => TryPutAsync(content, digest, mine, attempt), cancellationToken) ?? await _listing.AwaitAsync(_key, cancellationToken);
        if (found?.Size != _filled)
        {
            throw new LifecycleException($"{Location} was stored, and yet the bucket lists {found?.Size.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"} of its {_filled} bytes", "Look at the bucket, and run this again");
        }
    }

    private async Task<StoredState?> TryPutAsync(ReadOnlyMemory<byte> content, byte[] digest, StoredState mine, S3Attempt attempt)
    {
        if ((attempt.IsRetry || !attempt.Features.Conditions) && await _listing.FindAsync(_key, attempt.Caller) is { } stored)
        {
            return attempt.IsRetry && stored == mine ? stored : throw new AlreadyStoredException(Location);
        }

        attempt.Guard.Progress();
        try
        {
            _ = await attempt.Client.PutObjectAsync(_sending.Put(_key, content, digest, attempt), attempt.Token);
            return null;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            return attempt.IsRetry && await _listing.FindAsync(_key, attempt.Caller) == mine ? mine : throw new AlreadyStoredException(Location);
        }
    }
}
