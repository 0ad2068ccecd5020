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
            Assert.True(traffic.Acknowledged > acknowledged, "nobody writes any more: the round has tested nothing");
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

    private static int Number(string variable, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(variable) ?? otherwise.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
