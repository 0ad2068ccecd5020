using System.Diagnostics;
using System.Globalization;
using System.Net;
using Lifecycle.Archives;
using Lifecycle.Cluster;
using Lifecycle.Environments;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Cluster;

[Campaign]
public sealed class BackupUnderLoadTests : ClusterTest
{
    private static readonly int Rounds = Number("TEST_BACKUP_ROUNDS", 30);
    private static readonly int LargeMebibytes = Number("TEST_LARGE_DATA_MIB", 48);

    [Fact]
    public async Task Under_writes_and_rewrites_in_a_quarter_of_a_core_every_backup_loads_and_holds_every_write_acknowledged_before_it()
    {
        var environment = await DeployAsync();
        var pod = await PodAsync();
        var backups = (await OpenAsync(Cluster.AsBackup())).Redis;
        var store = new FolderStore(Path.Combine(Cluster.Folder, "store"));
        await using var traffic = await Traffic.StartAsync(new IPEndPoint(IPAddress.Parse(pod.Status.PodIP), 6379));
        await Task.Delay(TimeSpan.FromSeconds(3), Token);
        var idle = traffic.Pings;
        for (var round = 0; round < Rounds; round++)
        {
            var acknowledged = traffic.Acknowledged;
            var backup = await RedisInstance.BackUpAsync(backups, store);

            await using var plain = await PlainRedis.FromArchiveAsync(store.Locate(backup.Name.Archive));
            var held = long.Parse(await plain.CallAsync("GET", Traffic.Counter), CultureInfo.InvariantCulture);
            Assert.True(held >= acknowledged, $"backup {round} holds write {held}, and {acknowledged} was acknowledged before it");
            Assert.Null(backup.Snapshot.Keyspace.Contradiction(await plain.KeyspaceAsync()));
            _ = await store.DeleteAsync([.. (await new Catalog(store).ListAsync(Token)).SelectMany(each => each.Parts).Select(part => part.Key.ToString())], Token);
        }

        var during = traffic.Pings.Skip(idle.Count).ToList();
        TestContext.Current.SendDiagnosticMessage(
            $"{Rounds} backups, {traffic.Rewrites} rewrites, {traffic.Acknowledged} counted writes; PING p99 {Traffic.P99(idle).TotalMilliseconds:0.0} ms before, {Traffic.P99(during).TotalMilliseconds:0.0} ms during");
        Assert.True(traffic.Rewrites > 0, "no rewrite came between: the test has tested nothing");
        Assert.Equal(0, (await PodAsync()).Status.ContainerStatuses.Single().RestartCount);
        Assert.NotNull(environment);
    }

    [Fact]
    public async Task A_slow_store_slows_the_pod_down_and_fills_no_memory()
    {
        var environment = await DeployAsync();
        _ = await RedisAsync(environment, "CONFIG", "SET", "auto-aof-rewrite-percentage", "0");
        await FillAsync(environment);
        var store = new FolderStore(Path.Combine(Cluster.Folder, "store"));
        var backups = (await OpenAsync(Cluster.AsBackup())).Redis;
        using var self = Process.GetCurrentProcess();
        GC.Collect();
        self.Refresh();
        var before = self.WorkingSet64;
        long largest = 0;
        using var watching = new CancellationTokenSource();
        var watch = WatchAsync(self, set => largest = Math.Max(largest, set), watching.Token);

        var backup = await RedisInstance.BackUpAsync(backups, new SlowStore(store, 2 * 1024 * 1024));
        await watching.CancelAsync();
        await watch;

        TestContext.Current.SendDiagnosticMessage($"{backup.Snapshot.Files.Sum(file => file.Size)} bytes of data, {backup.Archive.Size} archived; {before / 1048576} MiB resident before, {largest / 1048576} MiB at most");
        Assert.True(largest - before < 130 * 1024 * 1024, $"{(largest - before) / 1048576} MiB were taken");
        var content = await File.ReadAllBytesAsync(store.Locate(backup.Name.Key(BackupPart.Checksum)), Token);
        Assert.StartsWith(backup.Archive.Sha256, System.Text.Encoding.ASCII.GetString(content), StringComparison.Ordinal);
        await using var archive = await store.OpenReadAsync(backup.Name.Archive, Token);
        var read = await ArchiveContent.ReadAsync(archive, long.MaxValue, Token);
        Assert.Equal(backup.Archive.Files.Order(Comparer<ArchivedFile>.Create((left, right) => string.CompareOrdinal(left.Path, right.Path))), read.Files.Values.Select(file => file.ToArchived()).Order(Comparer<ArchivedFile>.Create((left, right) => string.CompareOrdinal(left.Path, right.Path))));
    }

    private static int Number(string variable, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(variable) ?? otherwise.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static async Task WatchAsync(Process self, Action<long> see, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            self.Refresh();
            see(self.WorkingSet64);
            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }
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
