using System.Security.Cryptography;
using Lifecycle.Failures;
using Lifecycle.Stores.S3;
using Lifecycle.Tests.Proxies;

namespace Lifecycle.Tests.S3;

/// <summary>Servers that refuse one way of checksums are served the other, without anybody being asked.</summary>
[Collection("S3")]
public sealed class ChecksumTests(S3Server server)
{
    private const string Key = "20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz";

    [Theory]
    [InlineData("NotImplemented", 501)]
    [InlineData("InvalidRequest", 400)]
    [InlineData("MissingContentMD5", 400)]
    public async Task A_server_that_refuses_the_first_way_is_served_the_other(string code, int status)
    {
        server.Require();
        var refused = 0;
        await using var proxy = new FaultProxy(server.Endpoint, request =>
            request.Head.Contains("Content-MD5:", StringComparison.OrdinalIgnoreCase) && Interlocked.Increment(ref refused) <= 3 ? WireFault.Answer(status, code) : WireFault.None);
        using var store = server.Store(S3Server.NewPrefix(), proxy.Endpoint);
        // This server in turn does not know the other way: what is seen is that it was tried, and the error that names the option.
        var failure = await Record.ExceptionAsync(() => BackupSample.PutAsync(store, Key, new byte[10], TestContext.Current.CancellationToken));
        Assert.Contains(proxy.Requests, request => request.Head.Contains("x-amz-trailer", StringComparison.OrdinalIgnoreCase));
        Assert.True(failure is null || ((LifecycleException)failure).Remedy.Contains("--s3-checksums", StringComparison.Ordinal), $"{failure}");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(S3Server.PartSize + 10)]
    public async Task The_way_of_older_servers_works_here(int size)
    {
        server.Require();
        await RoundTripAsync(S3Checksums.WhenRequired, server.Endpoint, size);
    }

    [Theory]
    [InlineData(10)]
    [InlineData((S3Server.PartSize * 3) + 10)]
    public async Task The_way_of_newer_servers_works_here_or_is_given_up_unnoticed(int size)
    {
        server.Require();
        var capabilities = new S3Capabilities(S3Checksums.WhenSupported, S3Checksums.WhenRequired);
        await RoundTripAsync(S3Checksums.Auto, server.Endpoint, size, capabilities);
        TestContext.Current.TestOutputHelper?.WriteLine($"ended with {capabilities.Features.Checksums}");
    }

    [Fact]
    public async Task Where_the_user_insists_on_the_way_of_newer_servers_a_refusal_names_the_option()
    {
        server.Require();
        using var store = server.Store(S3Server.NewPrefix(), checksums: S3Checksums.WhenSupported);
        var failure = await Record.ExceptionAsync(() => BackupSample.PutAsync(store, Key, new byte[10], TestContext.Current.CancellationToken));
        Assert.True(failure is null || ((LifecycleException)failure).Remedy.Contains("--s3-checksums", StringComparison.Ordinal), $"{failure}");
    }

    private async Task RoundTripAsync(S3Checksums checksums, Uri endpoint, int size, S3Capabilities? capabilities = null)
    {
        var (content, token) = (RandomNumberGenerator.GetBytes(size), TestContext.Current.CancellationToken);
        using var store = server.Store(S3Server.NewPrefix(), endpoint, checksums: checksums, capabilities: capabilities);
        await BackupSample.PutAsync(store, Key, content, token);
        await BackupSample.RequireAsync(store, Key, content, token);
    }
}
