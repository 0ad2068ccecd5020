using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using Lifecycle.Archives;

namespace Lifecycle.Benchmarks.Micro;

/// <summary>The compressor on all cores, beside the one of .NET on one.</summary>
public class Compression
{
    private readonly byte[] _content = Payload.OfSize(8 * 1024 * 1024);

    [Benchmark(Baseline = true, Description = "GZipStream")]
    public async Task Plain()
    {
        await using var gzip = new GZipStream(Stream.Null, CompressionLevel.Fastest);
        await gzip.WriteAsync(_content);
    }

    [Benchmark(Description = "ParallelGzipStream")]
    public async Task Parallel()
    {
        await using var gzip = new ParallelGzipStream(Stream.Null);
        await gzip.WriteAsync(_content);
        await gzip.CompleteAsync(CancellationToken.None);
    }
}
