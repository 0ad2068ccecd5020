using System.Security.Cryptography;
using System.Text;
using Amazon.S3.Model;
using Lifecycle.Stores.S3;
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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 * 1024)]
    [InlineData((256 * 1024) + 1)]
    [InlineData((8 * 1024 * 1024) + (256 * 1024))]
    public async Task An_object_of_any_size_comes_back_as_it_was(int size)
    {
        server.Require();
        var (prefix, token, content) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken, Content[..size]);
        using var store = server.Store(prefix);
        await BackupSample.PutAsync(store, Key, content, token);
        await BackupSample.RequireAsync(store, Key, content, token);
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
        var failure = await Assert.ThrowsAsync<LifecycleException>(() => stream.CopyToAsync(Stream.Null, token));
        Assert.Contains("was altered while it was read", failure.Message, StringComparison.Ordinal);
        // Whoever reads on is not told that this was the end.
        _ = await Assert.ThrowsAsync<LifecycleException>(() => stream.ReadExactlyAsync(new byte[1], token).AsTask());
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_named()
    {
        server.Require();
        using var store = server.Store(S3Server.NewPrefix());
        var failure = await Assert.ThrowsAsync<LifecycleException>(() => store.OpenReadAsync(Key, TestContext.Current.CancellationToken));
        Assert.StartsWith($"There is no {store.Locate(Key)}.", failure.Message, StringComparison.Ordinal);
    }

    private async Task PutAsync(string prefix, byte[] content)
    {
        using var stream = new MemoryStream(content);
        _ = await server.Admin.PutObjectAsync(
            new PutObjectRequest { BucketName = server.Bucket, Key = $"{prefix}/{Key}", InputStream = stream, UseChunkEncoding = false },
            TestContext.Current.CancellationToken);
    }
}
