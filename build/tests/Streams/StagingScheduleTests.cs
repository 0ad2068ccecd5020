using System.Formats.Tar;
using Lifecycle.Archives;
using Lifecycle.Redis;
using Lifecycle.Restoring;
using Lifecycle.Shells;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Streams;

/// <summary>An archive that is unpacked onto a volume, by the real agent.</summary>
[Campaign]
public sealed class StagingScheduleTests : IDisposable
{
    private const int Calls = 12;

    private static readonly string[] Names = ["appendonlydir/appendonly.aof.1.base.rdb", "appendonlydir/appendonly.aof.1.incr.aof"];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");

    // What Redis is to load lies first: the volume has all that it gets while the rest is still to be read.
    private readonly byte[] _archive = TestArchives.Tgz([.. Names.Append("dump.rdb").Select(name => Incompressible(name, 150_000))]);

    [Fact]
    public Task Whatever_becomes_of_archive_or_volume_the_first_failure_is_told() => Schedules.RunAsync(Schedules.Some, Calls, endsTogether: true, async schedule =>
    {
        var volume = _root.CreateSubdirectory($"{schedule.Seed}");
        var content = await ArchiveContent.ReadAsync(new MemoryStream(_archive), long.MaxValue, CancellationToken.None);
        var plan = new RestorePlan([.. Names.Select((name, number) => new PlannedFile(content.Files[name], $"restored.{number}", number == 0 ? AofFileKind.Base : AofFileKind.Incremental))]);
        var isRefused = schedule.IsUneventful && schedule.Seed % 3 == 0;
        if (isRefused)
        {
            await File.WriteAllTextAsync(Path.Combine(volume.FullName, ".redis-lifecycle"), "in the way", CancellationToken.None);
        }

        if (await schedule.EndsWellAsync(() => StageAsync(schedule, volume, content, plan, isRefused)))
        {
            Assert.All(plan.Files, file => Assert.Equal(file.Size, Assert.Single(volume.GetFiles(file.Name, SearchOption.AllDirectories)).Length));
        }

        volume.Delete(recursive: true);
    });

    public void Dispose() => _root.Delete(recursive: true);

    private async Task StageAsync(Schedule schedule, DirectoryInfo volume, ArchiveContent content, RestorePlan plan, bool isRefused)
    {
        var shell = new ScheduledShell(new LocalShell("the volume", volume.FullName, new Dictionary<string, string>()), schedule.Second);
        var journal = new RestoreJournal(RestorePhase.Staging, "an archive", [], "appendonlydir", "appendonly.aof", "dump.rdb", plan.Size);
        await using var archive = new ScheduledReader(_archive, schedule.First, Calls);
        try
        {
            await ArchiveTransfer.RunAsync(new VolumeAgent(shell, stopped: true), journal, archive, content, plan, Silence.Reporter, schedule.Token);
        }
        catch (ShellException exception) when (isRefused && exception.Message.Contains(".redis-lifecycle", StringComparison.Ordinal) && schedule.TryBeCause(exception.Message))
        {
            throw;
        }
    }

    private static PaxTarEntry Incompressible(string name, int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };
    }
}
