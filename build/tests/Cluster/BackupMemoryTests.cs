using System.Globalization;
using Lifecycle.Archives;
using Lifecycle.Cluster;
using Lifecycle.Environments;
using Lifecycle.Shells;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Cluster;

[Campaign]
[Collection("Alone")]
public sealed class BackupMemoryTests : ClusterTest
{
    private static readonly int LargeMebibytes = int.Parse(Environment.GetEnvironmentVariable("TEST_LARGE_DATA_MIB") ?? "48", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_slow_store_slows_the_pod_down_and_fills_no_memory()
    {
        var environment = await DeployAsync();
        _ = await RedisAsync(environment, "CONFIG", "SET", "auto-aof-rewrite-percentage", "0");
        await FillAsync(environment);
        var store = new FolderStore(Path.Combine(Cluster.Folder, "store"));
        var backups = (await OpenAsync(Cluster.AsBackup())).Redis;
        await using var memory = new HeldMemory();

        var backup = await RedisInstance.BackUpAsync(backups, new SlowStore(store, 2 * 1024 * 1024));
        var held = await memory.MostAsync();

        TestContext.Current.SendDiagnosticMessage($"{backup.Snapshot.Files.Sum(file => file.Size)} bytes of data, {backup.Archive.Size} archived, {held} held at most");
        Assert.True(held < backup.Archive.Size / 2, $"{held} bytes were held of an archive of {backup.Archive.Size}");
        var content = await File.ReadAllBytesAsync(store.Locate(backup.Name.Key(BackupPart.Checksum)), Token);
        Assert.StartsWith(backup.Archive.Sha256, System.Text.Encoding.ASCII.GetString(content), StringComparison.Ordinal);
        await using var archive = await store.OpenReadAsync(backup.Name.Archive, Token);
        var read = await ArchiveContent.ReadAsync(archive, long.MaxValue, Token);
        Assert.Equal(backup.Archive.Files.Order(Comparer<ArchivedFile>.Create((left, right) => string.CompareOrdinal(left.Path, right.Path))), read.Files.Values.Select(file => file.ToArchived()).Order(Comparer<ArchivedFile>.Create((left, right) => string.CompareOrdinal(left.Path, right.Path))));
    }

    // One key, written over and over with what does not compress: the append-only file grows, the memory does not.
    private async Task FillAsync(ClusterEnvironment environment)
    {
        var shell = (await environment.Redis.TryConnectAsync(Token))?.Shell;
        Assert.NotNull(shell);
        for (var written = 0; written < LargeMebibytes; written += 16)
        {
            _ = await shell.ReadAsync(
                new("""for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do head -c 1048576 /dev/urandom | redis-cli -e -x SET large >/dev/null || exit; done""") { Limit = TimeSpan.FromMinutes(5) },
                Token);
        }
    }
}
