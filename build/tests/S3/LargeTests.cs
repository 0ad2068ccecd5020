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

/// <summary>Sizes are small here by default; TEST_S3_STREAM_MIB and TEST_S3_STREAM_RATE (MiB/s, 0 for none) take the real ones.</summary>
[Campaign]
[Collection("S3")]
public sealed class LargeTests(S3Server server)
{
    private const int Mebibyte = 1024 * 1024;
    private const int Objects = 10_000;
    private const string Key = "20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz";

    [Fact]
    public async Task A_long_stream_into_a_slow_server_takes_little_memory_and_comes_back_the_same()
    {
        server.Require();
        var token = TestContext.Current.CancellationToken;
        var (size, rate) = (Setting("TEST_S3_STREAM_MIB", 128), Setting("TEST_S3_STREAM_RATE", 48));
        await using var proxy = new FaultProxy(server.Endpoint, _ => WireFault.None) { BytesPerSecond = (long)rate * Mebibyte };
        using var store = server.Store(S3Server.NewPrefix(), proxy.Endpoint, timing: new S3Timing(), partSize: PartPlan.DefaultSize);
        var before = Environment.WorkingSet;
        var peak = 0L;
        using var sent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var received = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var started = Stopwatch.GetTimestamp();
        await using (var upload = await store.CreateAsync(Key, token))
        {
            var block = RandomNumberGenerator.GetBytes(Mebibyte);
            for (var number = 0; number < size; number++)
            {
                BitConverter.TryWriteBytes(block, number);
                sent.AppendData(block);
                await upload.Content.WriteAsync(block, token);
                peak = Math.Max(peak, Environment.WorkingSet);
            }

            await upload.CompleteAsync(token);
        }

        var uploaded = Stopwatch.GetElapsedTime(started);
        await using (var stream = await store.OpenReadAsync(Key, token))
        {
            var buffer = new byte[128 * 1024];
            for (int count; (count = await stream.ReadAsync(buffer, token)) > 0;)
            {
                received.AppendData(buffer.AsSpan(0, count));
                peak = Math.Max(peak, Environment.WorkingSet);
            }
        }

        var downloaded = Stopwatch.GetElapsedTime(started) - uploaded;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{size} MiB: up {size / uploaded.TotalSeconds:0} MiB/s, down {size / downloaded.TotalSeconds:0} MiB/s, {before / Mebibyte} MiB resident before, {peak / Mebibyte} at most"));
        Assert.Equal(Convert.ToHexString(sent.GetHashAndReset()), Convert.ToHexString(received.GetHashAndReset()));
        // The proxy's memory is in this, and garbage of both directions.
        Assert.InRange((peak - before) / Mebibyte, long.MinValue, 180);
    }

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
        using var counted = server.Store(prefix, proxy.Endpoint);
        Assert.Equal(Objects / 2, (await new Catalog(counted).ListAsync(token)).Count);
        Assert.InRange(proxy.Requests.Count, 10, 11);

        using var store = server.Store(prefix);
        var bare = await TimeAsync(async () =>
        {
            string? next = null;
            do
            {
                var page = await server.Admin.ListObjectsV2Async(new ListObjectsV2Request { BucketName = server.Bucket, Prefix = prefix, ContinuationToken = next }, token);
                next = page.IsTruncated == true ? page.NextContinuationToken : null;
            }
            while (next is not null);
        });
        var ours = await TimeAsync(() => new Catalog(store).ListAsync(token));
        TestContext.Current.TestOutputHelper?.WriteLine($"bare {bare.TotalMilliseconds:0} ms, catalog {ours.TotalMilliseconds:0} ms");
        Assert.InRange(ours, TimeSpan.Zero, bare * 2);
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await work();
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
        }

        return best;
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
