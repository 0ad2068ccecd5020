using Lifecycle.Shells;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Cluster;

[Collection("Alone")]
public sealed class PodShellMemoryTests(RunningRedis running) : IClassFixture<RunningRedis>
{
    [Fact]
    public async Task One_gibibyte_reaches_a_slow_reader_whole_and_memory_stays_bounded()
    {
        var shell = await running.ShellAsync();
        await using var memory = new HeldMemory();
        await using var output = new SlowStream(bytesPerSecond: 60 * 1024 * 1024);
        var exit = await shell.RunAsync(new Command("dd if=/dev/zero bs=1048576 count=1024 2>/dev/null") { Limit = TimeSpan.FromMinutes(5) }, input: null, output, TestContext.Current.CancellationToken);
        Assert.True(exit.Succeeded, exit.Reason);
        Assert.Equal(1024L * 1024 * 1024, output.Count);
        var held = await memory.MostAsync();
        TestContext.Current.SendDiagnosticMessage($"{held} bytes held at most");
        Assert.InRange(held, long.MinValue, 16L * 1024 * 1024);
    }
}
