using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Amazon.Runtime;

namespace Lifecycle.Tests.Streams;

/// <summary>
/// The transport below the store: what an S3 server answers, as far as one object goes up or down. Each request waits for
/// its half's turn, before it is heard and before it is answered; what fails there is a refusal that no retry helps against.
/// Some are lost, or answered that the server is too busy: those are tried again.
/// </summary>
internal sealed class MemoryBucket(ScheduledHalf half, int hiccups) : HttpMessageHandler
{
    private readonly ConcurrentDictionary<int, byte[]> _parts = new();
    private readonly ConcurrentDictionary<string, bool> _uploads = new();
    private int _hiccups = hiccups;

    public byte[]? Stored { get; set; }

    public string StoredETag { get; set; } = "";

    public bool HasUpload => !_uploads.IsEmpty;

    public HttpClientFactory AsTransport() => new Transport(this);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            await half.TurnAsync(cancellationToken);
            await half.TurnAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return Refuse(HttpStatusCode.Gone, "Scheduled", exception.Message);
        }

        return (half.Next(8) == 0 && Interlocked.Decrement(ref _hiccups) >= 0 ? half.Next(4) : 4) switch
        {
            0 => Refuse(HttpStatusCode.ServiceUnavailable, "SlowDown", "Please reduce your request rate."),
            1 => throw new HttpRequestException("the connection was reset before it was heard"),
            2 => Lose(Answer(request, content)),
            3 => Cut(Answer(request, content)),
            _ => Answer(request, content),
        };
    }

    private static HttpResponseMessage Lose(HttpResponseMessage answer)
    {
        answer.Dispose();
        throw new HttpRequestException("the connection was reset before it was answered");
    }

    private static HttpResponseMessage Cut(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.PartialContent)
        {
            var (whole, headers) = (answer.Content, answer.Content.Headers);
            answer.Content = new ByteArrayContent(whole.ReadAsByteArrayAsync(CancellationToken.None).Result[..^1]) { Headers = { ContentRange = headers.ContentRange, ContentLength = headers.ContentLength } };
        }

        return answer;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] content)
    {
        var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        return (request.Method.Method, query["partNumber"], query["uploadId"]) switch
        {
            ("GET", _, _) when query["list-type"] is not null => List(HttpUtility.UrlDecode(query["prefix"])!),
            ("GET", _, _) when request.RequestUri.Query.Contains("uploads", StringComparison.Ordinal) => ListUploads(HttpUtility.UrlDecode(query["prefix"])!),
            ("GET", _, _) => Get(request.Headers.Range!.Ranges.Single()),
            ("POST", _, null) => Begin(),
            ("PUT", { } number, _) => Put(int.Parse(number, CultureInfo.InvariantCulture), content),
            ("POST", _, { } upload) => Complete(upload),
            ("DELETE", _, { } upload) => Abort(upload),
            _ => throw new InvalidOperationException($"{request.Method} {request.RequestUri}"),
        };
    }

    private HttpResponseMessage List(string prefix) => Xml(
        "ListBucketResult",
        Stored is null ? "<IsTruncated>false</IsTruncated>" : $"<IsTruncated>false</IsTruncated><Contents><Key>{prefix}</Key><ETag>{StoredETag}</ETag><Size>{Stored.Length}</Size></Contents>");

    private HttpResponseMessage ListUploads(string prefix) => Xml(
        "ListMultipartUploadsResult",
        $"<IsTruncated>false</IsTruncated>{string.Concat(_uploads.Keys.Select(upload => $"<Upload><Key>{prefix}</Key><UploadId>{upload}</UploadId></Upload>"))}");

    private HttpResponseMessage Get(RangeItemHeaderValue range)
    {
        var (from, to) = ((int)range.From!, (int)Math.Min(range.To!.Value, Stored!.Length - 1));
        var body = new ByteArrayContent(Stored[from..(to + 1)]) { Headers = { ContentRange = new ContentRangeHeaderValue(from, to, Stored.Length) } };
        return new HttpResponseMessage(HttpStatusCode.PartialContent) { Content = body, Headers = { ETag = new EntityTagHeaderValue(StoredETag) } };
    }

    private HttpResponseMessage Begin()
    {
        var upload = Guid.NewGuid().ToString("n");
        _uploads[upload] = true;
        return Xml("InitiateMultipartUploadResult", $"<UploadId>{upload}</UploadId>");
    }

    private HttpResponseMessage Put(int number, byte[] content)
    {
        _parts[number] = content;
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]), Headers = { ETag = new EntityTagHeaderValue($"\"{Md5(content)}\"") } };
    }

    private HttpResponseMessage Complete(string upload)
    {
        if (!_uploads.TryRemove(upload, out _))
        {
            return Refuse(HttpStatusCode.NotFound, "NoSuchUpload", "The specified upload does not exist.");
        }

        var parts = _parts.OrderBy(part => part.Key).Select(part => part.Value).ToList();
        Stored = [.. parts.SelectMany(part => part)];
        StoredETag = $"\"{Md5([.. parts.SelectMany(part => Convert.FromHexString(Md5(part)))])}-{parts.Count}\"";
        return Xml("CompleteMultipartUploadResult", $"<ETag>{StoredETag}</ETag>");
    }

    private HttpResponseMessage Abort(string upload)
    {
        _ = _uploads.TryRemove(upload, out _);
        return new HttpResponseMessage(HttpStatusCode.NoContent) { Content = new ByteArrayContent([]) };
    }

    private static HttpResponseMessage Refuse(HttpStatusCode status, string code, string words) =>
        new(status) { Content = Document($"<Error><Code>{code}</Code><Message>{SecurityElement.Escape(words)}</Message></Error>") };

    private static HttpResponseMessage Xml(string root, string content) => new(HttpStatusCode.OK) { Content = Document($"<{root} xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{content}</{root}>") };

    private static StringContent Document(string xml) => new(xml, Encoding.UTF8, "application/xml");

    // What S3 takes for the ETags of parts; it vouches for nothing here.
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "S3 defines it so.")]
    private static string Md5(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));

    private sealed class Transport(MemoryBucket bucket) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(bucket, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
