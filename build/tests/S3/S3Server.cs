using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Lifecycle.Reporting;
using Lifecycle.Stores.S3;
using Lifecycle.Tests.S3;
using Lifecycle.Tests.Support;

[assembly: AssemblyFixture(typeof(S3Server))]

namespace Lifecycle.Tests.S3;

/// <summary>The server that TEST_S3_ENDPOINT names, with a bucket for this run.</summary>
public sealed class S3Server : IAsyncLifetime
{
    private const string Remedy = "start one with scripts/test-s3.sh up, then: set -a; . STATE_DIR/env; set +a";

    internal static readonly S3Timing Impatient = new()
    {
        Stall = TimeSpan.FromSeconds(1.5),
        Attempts = 4,
        FirstDelay = TimeSpan.FromMilliseconds(5),
        LongestDelay = TimeSpan.FromMilliseconds(40),
        CleanUp = TimeSpan.FromSeconds(8),
    };

    /// <summary>The smallest that S3 allows.</summary>
    internal const int PartSize = 5 * 1024 * 1024;

    private readonly string? _endpoint = Environment.GetEnvironmentVariable("TEST_S3_ENDPOINT");
    private AmazonS3Client? _admin;

    internal string Bucket { get; } = $"lifecycle-tests-{Guid.NewGuid():n}"[..32];

    internal Uri Endpoint => new(_endpoint ?? throw new InvalidOperationException("Require() comes first"));

    internal AmazonS3Client Admin => _admin ?? throw new InvalidOperationException("Require() comes first");

    internal static string AccessKey => Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") ?? "";

    internal static AWSCredentials Credentials => new BasicAWSCredentials(
        AccessKey,
        Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") ?? "");

    public async ValueTask InitializeAsync()
    {
        if (_endpoint is null)
        {
            return;
        }

        _admin = new AmazonS3Client(Credentials, new AmazonS3Config
        {
            ServiceURL = _endpoint,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
        _ = await _admin.PutBucketAsync(Bucket);
    }

    public async ValueTask DisposeAsync()
    {
        if (_admin is null)
        {
            return;
        }

        using var store = Store("", timing: new S3Timing());
        var keys = new List<string>();
        await foreach (var stored in store.ListAsync("", after: null, CancellationToken.None))
        {
            keys.Add(stored.Key);
        }

        _ = await store.DeleteAsync(keys, CancellationToken.None);
        foreach (var upload in (await _admin.ListMultipartUploadsAsync(Bucket)).MultipartUploads ?? [])
        {
            _ = await _admin.AbortMultipartUploadAsync(Bucket, upload.Key, upload.UploadId);
        }

        _ = await _admin.DeleteBucketAsync(Bucket);
        _admin.Dispose();
    }

    /// <summary>Skips the test where there is no server.</summary>
    internal void Require() => Assert.SkipWhen(_endpoint is null, $"no S3 server: {Remedy}");

    internal static string NewPrefix() => $"test-{Guid.NewGuid():n}";

    internal S3Store Store(
        string prefix,
        Uri? endpoint = null,
        AWSCredentials? credentials = null,
        S3Checksums checksums = S3Checksums.Auto,
        S3Timing? timing = null,
        int partSize = PartSize,
        string? bucket = null,
        S3Capabilities? capabilities = null,
        IReporter? reporter = null) => new(
            new S3Options(bucket ?? Bucket, prefix) { Endpoint = endpoint ?? Endpoint, Region = "us-east-1", Checksums = checksums },
            reporter ?? Silence.Reporter,
            credentials ?? Credentials,
            timing ?? Impatient,
            new PartPlan(partSize),
            capabilities);

    internal async Task<List<string>> UploadsAsync(string prefix) =>
        [.. ((await Admin.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Bucket, Prefix = prefix })).MultipartUploads ?? []).Select(upload => upload.Key)];
}
