using System.Globalization;
using Amazon.S3.Model;
using Lifecycle.Reporting;
using Lifecycle.Tests.Proxies;

namespace Lifecycle.Tests.S3;

[Collection("S3")]
public sealed class RequestCountTests(S3Server server)
{
    private const int Keys = 3000;
    private const int AtOnce = 16;

    [Fact]
    public async Task Three_thousand_keys_are_listed_with_three_requests_and_deleted_with_three()
    {
        server.Require();
        var (prefix, token) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken);
        await Parallel.ForAsync(0, Keys, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = token }, async (number, cancel) =>
            _ = await server.Admin.PutObjectAsync(new PutObjectRequest { BucketName = server.Bucket, Key = string.Create(CultureInfo.InvariantCulture, $"{prefix}/{number}"), ContentBody = "x" }, cancel));

        // With the store's own patience: what is asked twice would be counted twice.
        await using var listing = new FaultProxy(server.Endpoint, _ => WireFault.None);
        using var listed = server.Store(prefix, listing.Endpoint, timing: new());
        var keys = new List<string>();
        await foreach (var stored in listed.ListAsync("", after: null, token))
        {
            keys.Add(stored.Key);
        }

        Assert.Equal(Keys, keys.Count);
        Assert.Equal(3, listing.Requests.Count);

        await using var deletion = new FaultProxy(server.Endpoint, _ => WireFault.None);
        using var deleted = server.Store(prefix, deletion.Endpoint, timing: new());
        Assert.Empty(await deleted.DeleteAsync(keys, token));
        Assert.Equal(3, deletion.Requests.Count);
        Assert.All(deletion.Requests, request => Assert.Contains("?delete", request.Target, StringComparison.Ordinal));
    }
}
