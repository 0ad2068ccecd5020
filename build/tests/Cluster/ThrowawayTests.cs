using Lifecycle.Environments;
using k8s;
using Lifecycle.Failures;
using Lifecycle.Shells;

namespace Lifecycle.Tests.Cluster;

/// <summary>The Redis of a drill, in a pod of its own.</summary>
public sealed class ThrowawayTests : ClusterTest
{
    [Fact]
    public async Task No_Service_leads_to_the_Redis_of_a_drill_and_it_evicts_nothing()
    {
        var environment = await DeployAsync();
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "create", "service", "clusterip", "all", "--tcp=6379");
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "set", "selector", "service", "all", "app.kubernetes.io/part-of=cloudradar");
        await using (var throwaway = await environment.StartThrowawayAsync(Notes, Token))
        {
            var shell = (await throwaway.TryConnectAsync(Token))?.Shell;
            Assert.Equal("save\n\nmaxmemory\n0\n", await shell!.ReadAsync(new Command("redis() { redis-cli -s /run/redis-lifecycle/redis.sock \"$@\"; }; redis CONFIG GET save; redis CONFIG GET maxmemory"), Token));
            var endpoints = await Cluster.Admin.CoreV1.ReadNamespacedEndpointsAsync("all", Cluster.Namespace, cancellationToken: Token);
            Assert.Equal("redis-0", Assert.Single(endpoints.Subsets.SelectMany(subset => subset.Addresses)).TargetRef.Name);
        }

        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "set", "selector", "service", "all", "redis-lifecycle/drill=redis-drill");
        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => environment.StartThrowawayAsync(Notes, Token));
        Assert.Contains("Service all", refusal.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drill_gets_a_Redis_of_its_own_and_leaves_nothing_of_it()
    {
        var environment = await DeployAsync();
        _ = await RedisAsync(environment, "SET", "real", "1");
        await using (var throwaway = await environment.StartThrowawayAsync(Notes, Token))
        {
            var shell = (await throwaway.TryConnectAsync(Token))?.Shell;
            Assert.Equal("0\n", await shell!.ReadAsync(new Command("redis-cli -s /run/redis-lifecycle/redis.sock DBSIZE"), Token));
            Assert.Equal("1", await RedisAsync(environment, "GET", "real"));
        }

        Assert.Equal(["persistentvolumeclaim/data-redis-0", "pod/redis-0", "statefulset.apps/redis"], (await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "pod,pvc,statefulset", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_the_real_one_names_its_claim_a_drill_has_another()
    {
        await ClaimAsync("by-hand");
        var manifests = await Cluster.VariantAsync("claimed", "- {op: remove, path: /spec/volumeClaimTemplates}\n- {op: add, path: /spec/template/spec/volumes, value: [{name: data, persistentVolumeClaim: {claimName: by-hand}}]}\n");
        var environment = await OpenAsync(Cluster.AsOperator(manifests));
        _ = await environment.DeployAsync(Notes, dryRun: false, Token);
        _ = await RedisAsync(environment, "SET", "real", "1");
        await using (var throwaway = await environment.StartThrowawayAsync(Notes, Token))
        {
            var shell = (await throwaway.TryConnectAsync(Token))?.Shell;
            Assert.Equal("0\n", await shell!.ReadAsync(new Command("redis-cli -s /run/redis-lifecycle/redis.sock DBSIZE"), Token));
            Assert.Equal(["persistentvolumeclaim/by-hand", "persistentvolumeclaim/data-redis-drill-0"], await ClaimsAsync());
        }

        Assert.Equal("1", await RedisAsync(environment, "GET", "real"));
        Assert.Equal(["persistentvolumeclaim/by-hand"], await ClaimsAsync());
    }

    private async Task<IEnumerable<string>> ClaimsAsync() =>
        (await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "pvc", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
}
