using Lifecycle.Cluster.Exec;
using Lifecycle.Shells;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Cluster;

public sealed class ExecAllocationTests
{
    private const int BytesPerFrame = 32 * 1024;

    [Fact]
    public async Task A_frame_from_a_pod_takes_next_to_no_memory_of_its_own()
    {
        const int Few = 100;
        const int Many = 2100;
        var few = new RecordedExec(Few, BytesPerFrame);
        var many = new RecordedExec(Many, BytesPerFrame);
        _ = await ReceiveAsync(many);

        var perFrame = (await ReceiveAsync(many) - await ReceiveAsync(few)) / (Many - Few);

        Assert.InRange(perFrame, 0, 512);
    }

    // The recording answers at once, so that all of it runs on this thread.
    private static async Task<long> ReceiveAsync(RecordedExec recording)
    {
        var socket = recording.Play();
        var before = GC.GetAllocatedBytesForCurrentThread();
        await using var exec = new ExecConnection(socket, "recording", mark: null, TimeSpan.FromMinutes(1));
        var exit = await exec.RunAsync(input: null, output: null, RedisInstance.Cancel);
        Assert.True(exit.Succeeded, exit.Reason);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
