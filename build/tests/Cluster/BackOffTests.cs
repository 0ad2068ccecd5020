using k8s;
using k8s.Models;
using Lifecycle.Cluster.Pods;

namespace Lifecycle.Tests.Cluster;

public sealed class BackOffTests : ClusterTest
{
    [Fact]
    public async Task A_pod_that_has_changed_since_it_was_seen_is_left_alone_and_one_that_has_not_is_replaced()
    {
        _ = await DeployAsync();
        var workload = new Workload(Cluster.Admin, Cluster.AsOperator());
        var seen = (await workload.FindPodAsync(Token))!;
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "annotate", "pod", "redis-0", "changed=yes");
        var backOff = new BackOff(Cluster.Admin, Cluster.AsOperator());
        Assert.True(await backOff.TryEndAsync(seen, Token));
        Assert.Equal(seen.Uid(), (await PodAsync()).Uid());

        Assert.True(await backOff.TryEndAsync((await workload.FindPodAsync(Token))!, Token));
        Assert.DoesNotContain((await Cluster.Admin.CoreV1.ListNamespacedPodAsync(Cluster.Namespace, cancellationToken: Token)).Items, pod => pod.Uid() == seen.Uid());
    }
}
