using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Amazon.S3.Model;
using Lifecycle.Reporting;
using Lifecycle.Stores;
using Lifecycle.Stores.S3;
using Lifecycle.Tests.Proxies;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.S3;

[Campaign]
[Collection("S3")]
public sealed class LargeTests(S3Server server)
{
    private const int Objects = 10_000;

    [Fact]
    public async Task Ten_thousand_objects_are_one_pass_of_the_listing()
    {
        server.Require();
        var (prefix, token) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken);
        var start = BackupName.Parse("20260101T000000Z").Time;
        await Parallel.ForEachAsync(Enumerable.Range(0, Objects), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = token }, async (number, cancel) =>
        {
            var part = (BackupPart)(number % 2);
            var key = $"{prefix}/{BackupName.At(start.AddMinutes(number / 2)).Key(part)}";
            _ = await server.Admin.PutObjectAsync(new PutObjectRequest { BucketName = server.Bucket, Key = key, ContentBody = "x" }, cancel);
        });
        await using var proxy = new FaultProxy(server.Endpoint, _ => WireFault.None);
        using var counted = server.Store(prefix, proxy.Endpoint, timing: new S3Timing());
        Assert.Equal(Objects / 2, (await new Catalog(counted).ListAsync(token)).Count);
        Assert.InRange(proxy.Requests.Count, 10, 11);
    }
}
