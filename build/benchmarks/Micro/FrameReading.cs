using BenchmarkDotNet.Attributes;
using Lifecycle.Cluster.Exec;
using Lifecycle.Shells;
using Lifecycle.Tests.Cluster;

namespace Lifecycle.Benchmarks.Micro;

/// <summary>What an exec sends, read as frames with channels, beside the bare WebSocket.</summary>
public class FrameReading
{
    private const int Frames = 256;
    private const int BytesPerFrame = 32 * 1024;

    private readonly RecordedExec _exec = new(Frames, BytesPerFrame);
    private readonly byte[] _buffer = new byte[64 * 1024];

    [Benchmark(Baseline = true, Description = "WebSocket")]
    public async Task Plain()
    {
        using var socket = _exec.Play();
        while ((await socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None)).MessageType != System.Net.WebSockets.WebSocketMessageType.Close)
        {
        }
    }

    [Benchmark(Description = "ExecConnection")]
    public async Task Ours()
    {
        using var socket = _exec.Play();
        await using var exec = new ExecConnection(socket, "recording", mark: null, TimeSpan.FromMinutes(1));
        _ = await exec.RunAsync(input: null, output: null, CancellationToken.None);
    }
}
