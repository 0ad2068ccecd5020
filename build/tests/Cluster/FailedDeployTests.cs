using k8s;
using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Tests.Cluster;

/// <summary>What keeps Redis from coming up is named, and what to do about it.</summary>
public sealed class FailedDeployTests : ClusterTest
{
    [Fact]
    public async Task A_setting_that_Redis_refuses_is_told_in_its_own_words_once_it_crash_loops()
    {
        var environment = await OpenAsync(Cluster.AsOperator(await Cluster.VariantAsync("banana", """- {op: replace, path: /spec/template/spec/containers/0/args, value: [redis-server, --maxmemory, banana]}""")));
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => environment.DeployAsync(Notes, dryRun: false, Token));
        Assert.Contains("ends whenever it starts: FATAL CONFIG FILE ERROR", failure.Problem, StringComparison.Ordinal);
        Assert.Contains("banana", failure.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_is_not_allowed_is_told_early_and_once()
    {
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "create", "quota", "none", "--hard=pods=0");
        var environment = await OpenAsync(Cluster.AsOperator());
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => environment.DeployAsync(Notes, dryRun: false, Token));
        Assert.Contains("the pod of StatefulSet redis is refused: exceeded quota: none", failure.Problem, StringComparison.Ordinal);
        Assert.Single(failure.Problem.Split("exceeded quota").Skip(1));
        Assert.Contains("quota", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_is_named_and_the_next_deploy_gets_over_it()
    {
        var failure = await FailToDeployAsync("""- {op: replace, path: /spec/template/spec/containers/0/image, value: "127.0.0.1:9/none:1"}""");
        Assert.Contains("image 127.0.0.1:9/none:1 of pod redis-0 cannot be pulled", failure.Problem, StringComparison.Ordinal);
        _ = await DeployAsync();
    }

    [Fact]
    public async Task A_claim_that_nobody_binds_is_named()
    {
        var failure = await FailToDeployAsync("""- {op: add, path: /spec/volumeClaimTemplates/0/spec/storageClassName, value: nonesuch}""");
        Assert.Contains("claim data-redis-0 of pod redis-0 is not bound", failure.Problem, StringComparison.Ordinal);
        Assert.Contains("storage class", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_little_cpu_is_named()
    {
        var failure = await FailToDeployAsync("""
            - {op: replace, path: /spec/template/spec/containers/0/resources/limits/cpu, value: 500}
            - {op: replace, path: /spec/template/spec/containers/0/resources/requests/cpu, value: 500}
            """);
        Assert.Contains("Insufficient cpu", failure.Problem, StringComparison.Ordinal);
        Assert.Contains("requests", failure.Remedy, StringComparison.Ordinal);
    }

    private async Task<LifecycleException> FailToDeployAsync(string patch)
    {
        var environment = await OpenAsync(Cluster.AsOperator(await Cluster.VariantAsync("variant", patch)) with { WaitTimeout = TimeSpan.FromSeconds(45) });
        return await Assert.ThrowsAnyAsync<LifecycleException>(() => environment.DeployAsync(Notes, dryRun: false, Token));
    }

    /// <summary>Counts changes of what is wanted; the version also counts those of the state.</summary>
}
