using System.Net;
using System.Net.Http.Headers;
using Amazon.S3;
using Amazon.S3.Model;

namespace Lifecycle.Stores.S3;

/// <summary>Which object a download reads: its ETag tells when another has taken its place.</summary>
internal sealed record S3Pin(string ETag, long Length);

/// <summary>Gets ranges of one object, each whole: one that breaks off is asked for again from there.</summary>
internal sealed class S3RangeReader(S3Requests requests, string key)
{
    // The newer way of checksums asks for one along with the content.
    private readonly S3Request _request = new("s3:GetObject", key) { Uses = S3Capability.Checksums };

    /// <summary>Reads the beginning, into a buffer that it may not fill, and learns what object this is.</summary>
    public async Task<S3Pin> ReadFirstAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        S3Pin? pin = null;
        var filled = 0;
        return await requests.RunAsync(
            _request,
            async attempt =>
            {
                using var response = await GetAsync(pin, filled, buffer.Length, attempt);
                var (offset, length) = Extent(response);
                pin ??= new S3Pin(response.ETag, length);
                var wanted = buffer.AsMemory(0, (int)Math.Min(buffer.Length, pin.Length));
                Require(response, pin, offset == filled && response.ContentLength == wanted.Length - filled);
                await FillAsync(response.ResponseStream, wanted[filled..], count => filled += count, attempt);
                return pin;
            },
            cancellationToken);
    }

    public async Task ReadAsync(S3Pin pin, long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        await requests.RunAsync(
            _request,
            async attempt =>
            {
                if (filled < buffer.Length)
                {
                    using var response = await GetAsync(pin, offset + filled, offset + buffer.Length, attempt);
                    Require(response, pin, Extent(response) == (offset + filled, pin.Length) && response.ContentLength == buffer.Length - filled);
                    await FillAsync(response.ResponseStream, buffer[filled..], count => filled += count, attempt);
                }
            },
            cancellationToken);
    }

    private async Task<GetObjectResponse> GetAsync(S3Pin? pin, long from, long end, S3Attempt attempt)
    {
        var request = new GetObjectRequest { BucketName = requests.Bucket, Key = key, EtagToMatch = pin?.ETag, ByteRange = new ByteRange(from, end - 1) };
        try
        {
            return await attempt.Client.GetObjectAsync(request, attempt.Token);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && from == 0)
        {
            // An empty object has no range at all.
            request.ByteRange = null;
            return await attempt.Client.GetObjectAsync(request, attempt.Token);
        }
    }

    private static (long Offset, long Length) Extent(GetObjectResponse response) =>
        ContentRangeHeaderValue.TryParse(response.ContentRange, out var range) ? (range.From ?? 0, range.Length ?? 0) : (0, response.ContentLength);

    private static void Require(GetObjectResponse response, S3Pin pin, bool isWhatWasAskedFor)
    {
        if (response.ETag != pin.ETag)
        {
            throw new AmazonS3Exception("Another object") { ErrorCode = "PreconditionFailed", StatusCode = HttpStatusCode.PreconditionFailed };
        }

        if (!isWhatWasAskedFor)
        {
            throw new IOException($"{response.ContentLength} bytes ({response.ContentRange}) came instead of the range asked for");
        }
    }

    private static async Task FillAsync(Stream source, Memory<byte> buffer, Action<int> advance, S3Attempt attempt)
    {
        while (buffer.Length > 0)
        {
            var count = await source.ReadAsync(buffer, attempt.Token);
            if (count == 0)
            {
                throw new EndOfStreamException($"the answer ended {buffer.Length} bytes early");
            }

            attempt.Guard.Progress();
            advance(count);
            buffer = buffer[count..];
        }
    }
}
