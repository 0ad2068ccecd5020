using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Lifecycle.Stores.S3;
using Lifecycle.Tests.Proxies;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.S3;

/// <summary>Sizes are small here by default; TEST_S3_STREAM_MIB and TEST_S3_STREAM_RATE (MiB/s, 0 for none) take the real ones.</summary>
[Campaign]
[Collection("Alone")]
public sealed class StreamMemoryTests(S3Server server) : IClassFixture<S3Server>
{
    private const int Mebibyte = 1024 * 1024;
    private const string Key = "20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz";

    [Fact]
    public async Task A_long_stream_into_a_slow_server_takes_little_memory_and_comes_back_the_same()
    {
        server.Require();
        var token = TestContext.Current.CancellationToken;
        var (size, rate) = (Setting("TEST_S3_STREAM_MIB", 128), Setting("TEST_S3_STREAM_RATE", 48));
        await using var proxy = new FaultProxy(server.Endpoint, _ => WireFault.None) { BytesPerSecond = (long)rate * Mebibyte };
        using var store = server.Store(S3Server.NewPrefix(), proxy.Endpoint, timing: new S3Timing(), partSize: PartPlan.DefaultSize);
        await using var memory = new HeldMemory();
        using var sent = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var received = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var started = Stopwatch.GetTimestamp();
        await using (var upload = await store.CreateAsync(Key, most: null, token))
        {
            var block = RandomNumberGenerator.GetBytes(Mebibyte);
            for (var number = 0; number < size; number++)
            {
                BitConverter.TryWriteBytes(block, number);
                sent.AppendData(block);
                await upload.Content.WriteAsync(block, token);
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
            }
        }

        var downloaded = Stopwatch.GetElapsedTime(started) - uploaded;
        var held = await memory.MostAsync();
        TestContext.Current.SendDiagnosticMessage(string.Create(
            CultureInfo.InvariantCulture,
            $"{size} MiB: up {size / uploaded.TotalSeconds:0} MiB/s, down {size / downloaded.TotalSeconds:0} MiB/s, {held / Mebibyte} MiB held at most"));
        Assert.Equal(Convert.ToHexString(sent.GetHashAndReset()), Convert.ToHexString(received.GetHashAndReset()));
        Assert.InRange(held / Mebibyte, long.MinValue, size / 2);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
