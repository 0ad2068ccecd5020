using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Lifecycle.Stores.S3;

/// <summary>The clients for one bucket: one for each way of checksums, made when first needed.</summary>
internal sealed class S3Connection : IDisposable
{
    private const string DefaultRegion = "us-east-1";

    // The client library sends a part in pieces of this size, each a system call: 8 KB unless told.
    private const int BufferSize = 128 * 1024;

    private readonly S3Options _options;
    private readonly AWSCredentials? _credentials;
    private readonly HttpClientFactory? _transport;
    private readonly Lazy<AmazonS3Client> _supported;
    private readonly Lazy<AmazonS3Client> _required;

    /// <param name="options">Which bucket, and where.</param>
    /// <param name="credentials">Null for those of the environment.</param>
    /// <param name="transport">Null for the client library's own.</param>
    public S3Connection(S3Options options, AWSCredentials? credentials, HttpClientFactory? transport = null)
    {
        (_options, _credentials, _transport) = (options, credentials, transport);
        var found = new AmazonS3Config();
        Endpoint = options.Endpoint ?? (found.ServiceURL is { Length: > 0 } url ? S3Words.Endpoint(url) : null);
        Region = options.Region ?? found.RegionEndpoint?.SystemName ?? DefaultRegion;
        _supported = new(() => Connect(RequestChecksumCalculation.WHEN_SUPPORTED, ResponseChecksumValidation.WHEN_SUPPORTED));
        _required = new(() => Connect(RequestChecksumCalculation.WHEN_REQUIRED, ResponseChecksumValidation.WHEN_REQUIRED));
    }

    public string Bucket => _options.Bucket;

    /// <summary>Null for AWS itself.</summary>
    public Uri? Endpoint { get; }

    public string Region { get; }

    public bool EncryptsObjects => _options.Encryption != S3Encryption.BucketDefault;

    public bool IsEncrypted => Endpoint is null || Endpoint.Scheme == Uri.UriSchemeHttps;

    public AmazonS3Client Client(S3Checksums checksums) => (checksums == S3Checksums.WhenSupported ? _supported : _required).Value;

    public void Dispose()
    {
        if (_supported.IsValueCreated)
        {
            _supported.Value.Dispose();
        }

        if (_required.IsValueCreated)
        {
            _required.Value.Dispose();
        }
    }

    private AmazonS3Client Connect(RequestChecksumCalculation sending, ResponseChecksumValidation receiving)
    {
        var config = new AmazonS3Config
        {
            RequestChecksumCalculation = sending,
            ResponseChecksumValidation = receiving,
            // S3Requests decides what is tried again.
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            // Backups are named by the clock: one that is off is told, not corrected.
            DisableClockSkewCorrection = true,
            BufferSize = BufferSize,
            HttpClientFactory = _transport,
        };
        if (Endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region);
        }
        else
        {
            // The client takes no endpoint from the environment unless a region is set as well, and never path style.
            config.ServiceURL = Endpoint.AbsoluteUri;
            config.ForcePathStyle = true;
            config.AuthenticationRegion = Region;
        }

        return _credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(_credentials, config);
    }
}
