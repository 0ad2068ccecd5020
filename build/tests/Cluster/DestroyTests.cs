using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Tests.Cluster;

public sealed class DestroyTests : ClusterTest
{
    [Fact]
    public async Task Destroy_removes_everything_that_deploy_has_made_and_no_more()
    {
        var environment = await DeployAsync();
        var verdict = await environment.DestroyAsync(Notes, keepVolume: false, dryRun: false, Token);
        Assert.StartsWith("removed", verdict.Facts.Single(fact => fact.Name == "Claim data-redis-0").Value, StringComparison.Ordinal);
        Assert.StartsWith("kept", verdict.Facts.Single(fact => fact.Name.StartsWith("Namespace", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
        Assert.Equal("", await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "statefulset,service,pod,pvc", "-o", "name"));
        Assert.Contains("redis-operator", await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "serviceaccount", "-o", "name"), StringComparison.Ordinal);
        Assert.StartsWith("Destroy: SKIPPED", (await environment.DestroyAsync(Notes, keepVolume: false, dryRun: false, Token)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volume_that_is_kept_serves_its_data_after_the_next_deploy()
    {
        var environment = await DeployAsync();
        _ = await RedisAsync(environment, "SET", "kept", "1");
        _ = await environment.DestroyAsync(Notes, keepVolume: true, dryRun: false, Token);
        Assert.Equal("persistentvolumeclaim/data-redis-0", (await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "pod,pvc", "-o", "name")).Trim());
        _ = await environment.DeployAsync(Notes, dryRun: false, Token);
        Assert.Equal("1", await RedisAsync(environment, "GET", "kept"));
    }

    [Fact]
    public async Task What_a_killed_drill_has_left_goes_too_and_the_claim_of_a_former_Redis_stays()
    {
        var environment = await DeployAsync();
        _ = await environment.StartThrowawayAsync(Notes, Token);
        await ClaimAsync("data-former-0");

        var verdict = await environment.DestroyAsync(Notes, keepVolume: false, dryRun: false, Token);

        Assert.Contains("StatefulSet redis-drill: removed", Facts(verdict), StringComparison.Ordinal);
        Assert.Contains("Claim data-former-0: kept", Facts(verdict), StringComparison.Ordinal);
        Assert.Equal("persistentvolumeclaim/data-former-0", (await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "statefulset,service,pod,pvc", "-o", "name")).Trim());
    }

    [Fact]
    public async Task Somebody_elses_StatefulSet_that_is_called_as_a_drills_stays_and_no_drill_is_made_over_it()
    {
        var environment = await DeployAsync();
        var file = Path.Combine(Cluster.Folder, "others.yaml");
        await File.WriteAllTextAsync(file, """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: redis-drill}
            spec:
              replicas: 0
              serviceName: others
              selector: {matchLabels: {app: others}}
              template:
                metadata: {labels: {app: others}}
                spec: {containers: [{name: redis, image: redis:7-alpine}]}
            """, Token);
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "apply", "-f", file);

        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => environment.StartThrowawayAsync(Notes, Token));
        _ = await environment.DestroyAsync(Notes, keepVolume: false, dryRun: false, Token);

        Assert.Contains("StatefulSet redis-drill", refusal.Problem, StringComparison.Ordinal);
        Assert.Equal("statefulset.apps/redis-drill", (await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "statefulset,service,pod,pvc", "-o", "name")).Trim());
    }

    [Fact]
    public async Task A_selector_that_does_not_select_what_would_be_removed_is_refused()
    {
        var environment = await DeployAsync();
        var mistaken = await OpenAsync(Cluster.AsOperator() with { Selector = "app.kubernetes.io/name=nobody" });

        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => mistaken.DestroyAsync(Notes, keepVolume: false, dryRun: false, Token));

        Assert.Contains("--selector app.kubernetes.io/name=nobody selects nothing", refusal.Problem, StringComparison.Ordinal);
        Assert.Equal("", Failures(await environment.VerifyAsync(Notes, Token)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_redis_that_deploy_has_not_made_keeps_its_service(bool dryRun)
    {
        var file = Path.Combine(Cluster.Folder, "others.yaml");
        await File.WriteAllTextAsync(file, """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: redis, labels: {app.kubernetes.io/name: redis}}
            spec:
              replicas: 0
              selector: {matchLabels: {app.kubernetes.io/name: redis}}
              template:
                metadata: {labels: {app.kubernetes.io/name: redis}}
                spec: {containers: [{name: redis, image: redis:7-alpine}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: redis}
            spec: {selector: {app.kubernetes.io/name: redis}, ports: [{port: 6379}]}
            """, Token);
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "apply", "-f", file);
        var environment = await OpenAsync(Cluster.AsOperator());

        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => environment.DestroyAsync(Notes, keepVolume: false, dryRun, Token));

        Assert.Contains("selects Deployment redis, which", refusal.Problem, StringComparison.Ordinal);
        Assert.Equal("service/redis", (await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "service", "-o", "name")).Trim());
    }

    [Fact]
    public async Task A_dry_run_removes_nothing()
    {
        var environment = await DeployAsync();
        var verdict = await environment.DestroyAsync(Notes, keepVolume: false, dryRun: true, Token);
        Assert.Contains("StatefulSet redis: would be removed", Facts(verdict), StringComparison.Ordinal);
        Assert.Equal("", Failures(await environment.VerifyAsync(Notes, Token)));
    }

    [Fact]
    public async Task A_namespace_that_deploy_has_made_goes_too()
    {
        // Only an administrator can make one.
        var name = $"{Cluster.Namespace}-made";
        var environment = await OpenAsync(Cluster.AsOperator() with { Namespace = name, Kubeconfig = Environment.GetEnvironmentVariable("TEST_KUBECONFIG") });
        _ = await environment.DeployAsync(Notes, dryRun: false, Token);
        await using (await environment.LockAsync("Destroy", Token))
        {
            var verdict = await environment.DestroyAsync(Notes, keepVolume: false, dryRun: false, Token);
            Assert.Equal("removed", verdict.Facts.Single(fact => fact.Name == $"Namespace {name}").Value);
            Assert.Equal("removed with its volume", verdict.Facts.Single(fact => fact.Name == "Claim data-redis-0").Value);
        }
    }
}
