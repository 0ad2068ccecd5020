using System.Formats.Tar;
using BenchmarkDotNet.Attributes;
using Lifecycle.Archives;

namespace Lifecycle.Benchmarks.Micro;

/// <summary>The tar reader, beside the one of .NET, which keeps what headers claim.</summary>
public class TarReading
{
    private const int Entries = 64;

    private readonly MemoryStream _tar = new();

    [GlobalSetup]
    public void Write()
    {
        using var writer = new TarWriter(_tar, TarEntryFormat.Ustar, leaveOpen: true);
        var content = Payload.OfSize(64 * 1024);
        for (var entry = 0; entry < Entries; entry++)
        {
            using var data = new MemoryStream(content);
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"./appendonlydir/{entry}") { DataStream = data });
        }
    }

    [GlobalCleanup]
    public void Forget() => _tar.Dispose();

    [Benchmark(Baseline = true, Description = "System.Formats.Tar")]
    public async Task Plain()
    {
        _tar.Position = 0;
        await using var reader = new System.Formats.Tar.TarReader(_tar, leaveOpen: true);
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            await entry.DataStream!.CopyToAsync(Stream.Null);
        }
    }

    [Benchmark(Description = "TarReader")]
    public async Task Ours()
    {
        _tar.Position = 0;
        using var reader = new Archives.TarReader(_tar);
        while (await reader.ReadEntryAsync(CancellationToken.None) is not null)
        {
            await reader.CopyContentAsync(Stream.Null, CancellationToken.None);
        }
    }
}
