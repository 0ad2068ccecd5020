using System.Security.Cryptography;
using Lifecycle.Stores;
using Lifecycle.Stores.S3;
using Lifecycle.Tests.Cluster;
using Lifecycle.Tests.Proxies;

namespace Lifecycle.Tests.S3;

/// <summary>Whatever a server lacks, all verbs' work gets done, or one line says what does not.</summary>
[Collection("S3")]
public sealed class CapabilityTests(S3Server server)
{
    private const string Small = "20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz.sha256";
    private const string Large = "20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz";
    private const string Unfinished = "20260207T114101Z/cloudradar-redis-data-20260207T114101Z.tgz";
    private const S3Capability Everything = S3Capability.Checksums | S3Capability.Conditions | S3Capability.BatchDelete | S3Capability.UploadListing;

    // Each capability is found missing once or twice, in requests that come to know of it at the same time.
    private const int MostRefusals = 8;

    public static TheoryData<string, int> Combinations
    {
        get
        {
            var combinations = new TheoryData<string, int>();
            foreach (var vendor in Vendor.All.Keys)
            {
                for (var lacks = 0; lacks <= (int)Everything; lacks++)
                {
                    combinations.Add(vendor, lacks);
                }
            }

            return combinations;
        }
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Any_combination_of_lacks_works_or_is_named(string vendor, int lacks)
    {
        server.Require();
        foreach (var first in (S3Checksums[])[S3Checksums.WhenSupported, S3Checksums.WhenRequired])
        {
            await WorkAsync(Vendor.All[vendor], (S3Capability)lacks, new S3Capabilities(first, first == S3Checksums.WhenRequired ? S3Checksums.WhenSupported : S3Checksums.WhenRequired));
        }
    }

    private async Task WorkAsync(Vendor vendor, S3Capability lacks, S3Capabilities capabilities)
    {
        var (prefix, token, notes, lacking) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken, new Notes(), new LackingServer(vendor, lacks));
        await using var proxy = new FaultProxy(server.Endpoint, lacking.Choose);
        using var store = server.Store(prefix, proxy.Endpoint, capabilities: capabilities, reporter: notes);

        await StoreAsync(store, Large, S3Server.PartSize + 10);
        await StoreAsync(store, Small, 10);
        Assert.Equal([Large, Small], await KeysAsync(store));

        _ = await server.Admin.InitiateMultipartUploadAsync(server.Bucket, $"{prefix}/{Unfinished}", token);
        var (listed, abandoned) = (await store.FindAbandonedAsync(TimeSpan.FromMinutes(-5), token), await store.AbandonAsync(Unfinished, token));
        Assert.Equal(!lacks.HasFlag(S3Capability.UploadListing), abandoned);
        Assert.Equal(abandoned ? 1 : 0, listed.Count);
        Assert.Equal(abandoned ? 0 : 1, notes.Text.Split("does not list unfinished uploads").Length - 1);

        Assert.Empty(await store.DeleteAsync([Large, "20260207T114102Z/absent"], token));
        Assert.Empty(await store.DeleteAsync([Small], token));
        Assert.Empty(await KeysAsync(store));
        TestContext.Current.TestOutputHelper?.WriteLine($"{lacking.Refusals} refusals of {proxy.Requests.Count} requests");
        Assert.InRange(lacking.Refusals, 0, MostRefusals);
    }

    /// <summary>Two write, one wins, and what it wrote comes back.</summary>
    private static async Task StoreAsync(S3Store store, string key, int size)
    {
        var (content, token) = (RandomNumberGenerator.GetBytes(size), TestContext.Current.CancellationToken);
        await using (var late = await store.CreateAsync(key, most: null, token))
        {
            await late.Content.WriteAsync(new byte[size], token);
            await BackupSample.PutAsync(store, key, content, token);
            _ = await Assert.ThrowsAsync<AlreadyStoredException>(() => late.CompleteAsync(token));
        }

        await BackupSample.RequireAsync(store, key, content, token);
    }

    private static async Task<List<string>> KeysAsync(S3Store store) =>
        await store.ListAsync("", TestContext.Current.CancellationToken).Select(stored => stored.Key).Order(StringComparer.Ordinal).ToListAsync(TestContext.Current.CancellationToken);
}
