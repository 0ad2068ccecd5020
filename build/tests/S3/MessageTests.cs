using System.Globalization;
using Amazon;
using Amazon.Runtime;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores.S3;
using Lifecycle.Tests.Proxies;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.S3;

/// <summary>Each way in which S3 may be out of reach ends in one line that names the remedy.</summary>
[Collection("S3")]
public sealed class MessageTests(S3Server server)
{
    private const string Secret = "very-secret";

    [Fact]
    public async Task A_wrong_access_key() =>
        Expect(await FailAsync(new BasicAWSCredentials("nobody", Secret)), "does not know this access key", "AWS_ACCESS_KEY_ID");

    [Fact]
    public async Task A_wrong_secret() =>
        Expect(await FailAsync(new BasicAWSCredentials(S3Server.AccessKey, Secret)), "refuses the secret key", "AWS_SECRET_ACCESS_KEY");

    [Fact]
    public async Task A_missing_bucket() => Expect(await FailAsync(bucket: "no-such-bucket-here"), "There is no bucket no-such-bucket-here", "--store");

    [Fact]
    public async Task A_missing_bucket_ends_a_backup_before_anything_is_asked_of_redis()
    {
        server.Require();
        await using var checkout = await Checkout.CreateAsync();
        var (exitCode, output) = await checkout.RunAsync("Backup", "--store", "s3://no-such-bucket-here", "--s3-endpoint", server.Endpoint.ToString());
        Assert.NotEqual(0, exitCode);
        Assert.Contains("There is no bucket no-such-bucket-here", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Starting the embedded Redis", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "ExpiredToken", "The session token has expired", "Log in anew")]
    [InlineData(403, "AccessDenied", "These credentials may not s3:ListBucket", "Grant s3:ListBucket there, see docs/s3-policy.md")]
    [InlineData(403, "QuotaExceeded", "no room left", "Rotate")]
    [InlineData(503, "SlowDown", "is too busy: SlowDown at 4 attempts", "later")]
    [InlineData(400, "KMS.DisabledException", "The KMS key cannot be used", "--sse-key-id")]
    public async Task A_refusal(int status, string code, string problem, string remedy)
    {
        server.Require();
        await using var proxy = new FaultProxy(server.Endpoint, _ => WireFault.Answer(status, code));
        Expect(await FailAsync(endpoint: proxy.Endpoint), problem, remedy);
    }

    [Fact]
    public async Task A_bucket_of_another_region()
    {
        server.Require();
        await using var proxy = new FaultProxy(server.Endpoint, _ => WireFault.Answer(301, "PermanentRedirect", "x-amz-bucket-region: eu-west-3\r\n"));
        Expect(await FailAsync(endpoint: proxy.Endpoint), "is in region eu-west-3, not in us-east-1", "AWS_REGION to eu-west-3");
    }

    [Fact]
    public async Task An_endpoint_that_is_down() =>
        Expect(await FailAsync(endpoint: new Uri("http://127.0.0.1:1")), "Nothing answers at http://127.0.0.1:1", "--s3-endpoint");

    [Fact]
    public async Task An_endpoint_whose_name_is_not_known() =>
        Expect(await FailAsync(endpoint: new Uri("http://storage.invalid")), "The name of http://storage.invalid is not known", "DNS");

    [Fact]
    public async Task An_endpoint_that_does_not_speak_tls()
    {
        server.Require();
        Expect(await FailAsync(endpoint: new Uri($"https://{server.Endpoint.Authority}")), "cannot be trusted", "https or http");
    }

    [Fact]
    public async Task A_server_that_does_not_answer()
    {
        server.Require();
        await using var proxy = new FaultProxy(server.Endpoint, _ => new WireFault(FaultKind.Stall));
        Expect(
            await FailAsync(endpoint: proxy.Endpoint, timing: S3Server.Impatient with { Stall = TimeSpan.FromMilliseconds(200) }),
            "does not answer in time, at 4 attempts",
            "Check the network");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public async Task A_clock_that_is_off(int minutes)
    {
        server.Require();
        AWSConfigs.ManualClockCorrection = TimeSpan.FromMinutes(minutes);
        try
        {
            Expect(await FailAsync(), "clock", "NTP");
        }
        finally
        {
            AWSConfigs.ManualClockCorrection = null;
        }
    }

    [Fact]
    public async Task A_clock_that_is_told_from_the_answer()
    {
        server.Require();
        var date = DateTimeOffset.UtcNow.AddHours(-1).ToString("R", CultureInfo.InvariantCulture);
        await using var proxy = new FaultProxy(server.Endpoint, _ => WireFault.Answer(403, "RequestTimeTooSkewed", $"Date: {date}\r\n"));
        Expect(await FailAsync(endpoint: proxy.Endpoint), "This machine's clock is 1h ahead of", "NTP");
    }

    private static void Expect(LifecycleException failure, string problem, string remedy)
    {
        Assert.Contains(problem, failure.Problem, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
    }

    private async Task<LifecycleException> FailAsync(AWSCredentials? credentials = null, Uri? endpoint = null, string? bucket = null, S3Timing? timing = null)
    {
        server.Require();
        using var store = server.Store(S3Server.NewPrefix(), endpoint, credentials, bucket: bucket, timing: timing);
        return await Assert.ThrowsAnyAsync<LifecycleException>(async () =>
        {
            await foreach (var _ in store.ListAsync("", after: null, TestContext.Current.CancellationToken))
            {
            }
        });
    }
}
