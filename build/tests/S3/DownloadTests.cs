using System.Security.Cryptography;
using Amazon.S3.Model;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Tests.Proxies;

namespace Lifecycle.Tests.S3;

[Collection("S3")]
public sealed class DownloadTests(S3Server server)
{
    private const string Key = "20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz";
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(20 * 1024 * 1024);

    [Theory]
    [InlineData("ResetBefore")]
    [InlineData("ResetAfter")]
    [InlineData("Stall")]
    [InlineData("Truncate")]
    [InlineData("500 InternalError")]
    [InlineData("503 SlowDown")]
    [InlineData("403 AccessDenied")]
    public async Task Whichever_request_of_a_download_fails_no_wrong_byte_comes_of_it(string text)
    {
        server.Require();
        var (prefix, token, fault) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken, UploadFaultTests.Parse(text));
        await PutAsync(prefix, Content);
        var requests = int.MaxValue;
        for (var number = 1; number <= requests; number++)
        {
            await using var proxy = new FaultProxy(server.Endpoint, request => request.Number == number ? fault : WireFault.None);
            using var store = server.Store(prefix, proxy.Endpoint);
            var failure = await Record.ExceptionAsync(() => BackupSample.RequireAsync(store, Key, Content, token));
            var isHit = proxy.Requests.Count >= number;
            Assert.True(fault.Status == 403 && isHit ? failure is LifecycleException : failure is null, $"{fault} at {number}: {failure}");
            requests = isHit ? int.MaxValue : 0;
        }
    }

    [Fact]
    public async Task An_object_that_is_replaced_while_it_is_read_is_refused()
    {
        server.Require();
        var (prefix, token) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken);
        await PutAsync(prefix, Content);
        var replaced = new TaskCompletionSource();
        await using var proxy = new FaultProxy(server.Endpoint, request =>
        {
            if (request.Number > 1)
            {
                replaced.Task.Wait(token);
            }

            return WireFault.None;
        });
        using var store = server.Store(prefix, proxy.Endpoint, timing: S3Server.Impatient with { Stall = TimeSpan.FromSeconds(20) });
        await using var stream = await store.OpenReadAsync(Key, token);
        await PutAsync(prefix, RandomNumberGenerator.GetBytes(Content.Length));
        replaced.SetResult();
        var failure = await Assert.ThrowsAsync<ConflictException>(() => stream.CopyToAsync(Stream.Null, token));
        Assert.Contains("was altered while it was read", failure.Message, StringComparison.Ordinal);
        // Whoever reads on is not told that this was the end.
        _ = await Assert.ThrowsAsync<ConflictException>(() => stream.ReadExactlyAsync(new byte[1], token).AsTask());
    }

    private async Task PutAsync(string prefix, byte[] content)
    {
        using var stream = new MemoryStream(content);
        _ = await server.Admin.PutObjectAsync(
            new PutObjectRequest { BucketName = server.Bucket, Key = $"{prefix}/{Key}", InputStream = stream, UseChunkEncoding = false },
            TestContext.Current.CancellationToken);
    }
}
