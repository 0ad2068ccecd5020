using k8s;
using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Tests.Cluster;

public sealed class DeployTests : ClusterTest
{
    private const string SmallerLimit = """
        - {op: replace, path: /spec/template/spec/containers/0/resources/limits/cpu, value: 200m}
        """;

    [Fact]
    public async Task Deploy_brings_up_a_Redis_that_passes_every_check()
    {
        var environment = await DeployAsync();
        Assert.Equal("", Failures(await environment.VerifyAsync(Notes, Token)));
    }

    [Fact]
    public async Task The_account_for_backups_can_verify()
    {
        _ = await DeployAsync();
        var environment = await OpenAsync(Cluster.AsBackup());
        Assert.Equal("", Failures(await environment.VerifyAsync(Notes, Token)));
    }

    [Fact]
    public async Task A_second_deploy_changes_nothing_and_says_so()
    {
        var environment = await DeployAsync();
        var before = await GenerationAsync();
        var second = await environment.DeployAsync(Notes, dryRun: false, Token);
        Assert.All(second.Facts.Where(fact => fact.Name != "Duration"), fact => Assert.Equal("unchanged", fact.Value));
        Assert.Equal(before, await GenerationAsync());
    }

    [Fact]
    public async Task A_dry_run_shows_the_difference_and_changes_nothing()
    {
        _ = await DeployAsync();
        var before = await GenerationAsync();
        var variant = await OpenAsync(Cluster.AsOperator(await Cluster.VariantAsync("smaller", SmallerLimit)));
        var verdict = await variant.DeployAsync(Notes, dryRun: true, Token);
        Assert.Contains("StatefulSet redis: would change: spec.template.spec.containers[redis].resources.limits.cpu: 250m → 200m", Facts(verdict), StringComparison.Ordinal);
        Assert.Equal(before, await GenerationAsync());
    }

    [Fact]
    public async Task A_dry_run_of_the_first_deploy_creates_nothing()
    {
        var environment = await OpenAsync(Cluster.AsOperator());
        Assert.Contains("StatefulSet redis: would be created", Facts(await environment.DeployAsync(Notes, dryRun: true, Token)), StringComparison.Ordinal);
        Assert.Empty((await Cluster.Admin.AppsV1.ListNamespacedStatefulSetAsync(Cluster.Namespace, cancellationToken: Token)).Items);
    }

    [Theory]
    [InlineData("redis-operator")]
    [InlineData("redis-backup")]
    public async Task Verify_finds_what_differs_from_the_manifests(string account)
    {
        _ = await DeployAsync();
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "patch", "service", "redis", "--type=json", "-p", """[{"op":"replace","path":"/spec/ports/0/port","value":6380}]""");
        var environment = await OpenAsync(Cluster.As(account));
        Assert.Equal("Drift: Service redis spec.ports[redis].port: 6380 → 6379", Failures(await environment.VerifyAsync(Notes, Token)));
    }

    [Fact]
    public async Task What_somebody_else_has_changed_is_put_back_only_by_adopt()
    {
        _ = await DeployAsync();
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "patch", "service", "redis", "--type=json", "-p", """[{"op":"replace","path":"/spec/ports/0/targetPort","value":1}]""");
        var careful = await OpenAsync(Cluster.AsOperator());
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => careful.DeployAsync(Notes, dryRun: false, Token));
        Assert.Contains("kubectl", failure.Problem, StringComparison.Ordinal);
        Assert.Contains("--adopt", failure.Remedy, StringComparison.Ordinal);

        var adopting = await OpenAsync(Cluster.AsOperator() with { Adopt = true });
        Assert.Contains("targetPort: 1 → redis", Facts(await adopting.DeployAsync(Notes, dryRun: false, Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_of_Argo_CD_is_touched_only_by_adopt()
    {
        _ = await DeployAsync();
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "annotate", "statefulset", "redis", "argocd.argoproj.io/tracking-id=events:apps/StatefulSet:data/redis");
        var variant = await Cluster.VariantAsync("smaller", SmallerLimit);
        var careful = await OpenAsync(Cluster.AsOperator(variant));
        Assert.Contains("StatefulSet redis: left to Argo CD (application events)", Facts(await careful.DeployAsync(Notes, dryRun: false, Token)), StringComparison.Ordinal);

        var adopting = await OpenAsync(Cluster.AsOperator(variant) with { Adopt = true });
        Assert.Contains("StatefulSet redis: changed", Facts(await adopting.DeployAsync(Notes, dryRun: false, Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_manifests_is_told_beside_everything_else_that_verify_finds()
    {
        _ = await DeployAsync();
        var variant = await OpenAsync(Cluster.AsOperator(await Cluster.VariantAsync("misspelt", "- {op: add, path: /spec/template/spec/containers/0/imagePulPolicy, value: Always}\n")));

        var checks = await variant.VerifyAsync(Notes, Token);

        Assert.StartsWith("Drift: not compared: StatefulSet redis is not well formed: it has no field spec.template.spec.containers[0].imagePulPolicy", Failures(checks), StringComparison.Ordinal);
        Assert.Contains(checks, check => check is { Name: "Loading", Passed: true });
    }

    [Fact]
    public async Task One_that_Argo_CD_keeps_at_no_replicas_is_not_called_ready()
    {
        _ = await DeployAsync();
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "annotate", "statefulset", "redis", "argocd.argoproj.io/tracking-id=events:apps/StatefulSet:data/redis");
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "scale", "statefulset", "redis", "--replicas=0");
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "wait", "pod/redis-0", "--for=delete", "--timeout=60s");
        var careful = await OpenAsync(Cluster.AsOperator());

        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => careful.DeployAsync(Notes, dryRun: false, Token));

        Assert.Contains("is scaled to 0", failure.Problem, StringComparison.Ordinal);
        Assert.Contains("--adopt", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kustomize.toolkit.fluxcd.io/name", "Flux (Kustomization events)")]
    [InlineData("helm.toolkit.fluxcd.io/name", "Flux (HelmRelease events)")]
    public async Task An_object_of_Flux_is_left_to_it(string label, string owner)
    {
        _ = await DeployAsync();
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "label", "statefulset", "redis", $"{label}=events");
        var careful = await OpenAsync(Cluster.AsOperator(await Cluster.VariantAsync("smaller", SmallerLimit)));
        Assert.Contains($"StatefulSet redis: left to {owner}", Facts(await careful.DeployAsync(Notes, dryRun: false, Token)), StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => careful.Redis.StopAsync(Token));
        Assert.Contains(owner, refusal.Problem, StringComparison.Ordinal);
        Assert.Contains("--adopt", refusal.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--server-side=false")]
    [InlineData("--server-side=true")]
    public async Task What_kubectl_has_applied_as_it_is_declared_is_taken_over_without_a_word(string way)
    {
        _ = await Cluster.KubectlAsync("apply", "-k", await Cluster.OverlayAsync(), way);
        var before = await GenerationAsync();
        var environment = await OpenAsync(Cluster.AsOperator());
        var verdict = await environment.DeployAsync(Notes, dryRun: false, Token);
        Assert.Contains("StatefulSet redis: unchanged", Facts(verdict), StringComparison.Ordinal);
        Assert.Equal(before, await GenerationAsync());
    }

    [Theory]
    [InlineData("--server-side=false")]
    [InlineData("--server-side=true")]
    public async Task Of_what_kubectl_has_applied_otherwise_the_field_and_both_values_are_named(string way)
    {
        _ = await Cluster.KubectlAsync("apply", "-k", await Cluster.OverlayAsync(SmallerLimit), way);
        var environment = await OpenAsync(Cluster.AsOperator());
        var refusal = await Assert.ThrowsAsync<ConflictException>(() => environment.DeployAsync(Notes, dryRun: false, Token));
        Assert.Contains("limits.cpu: 200m → 250m", refusal.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("volumeClaimTemplates", refusal.Problem, StringComparison.Ordinal);
        Assert.Contains("--adopt", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_its_backups_are_is_told_by_names_that_stay_and_the_claim_that_does_not()
    {
        var environment = await OpenAsync(Cluster.AsOperator());
        var before = await environment.IdentifyAsync(Token);
        Assert.Equal($"dev.{Cluster.Namespace}.redis", before.Name);
        Assert.Null(before.Id);

        _ = await environment.DeployAsync(Notes, dryRun: false, Token);
        var owner = await (await OpenAsync(Cluster.AsBackup())).IdentifyAsync(Token);
        var claim = await Cluster.Admin.CoreV1.ReadNamespacedPersistentVolumeClaimAsync("data-redis-0", Cluster.Namespace, cancellationToken: Token);
        Assert.Equal(new Lifecycle.Stores.Owner(before.Name, claim.Metadata.Uid[..8]), owner);
    }

    private async Task<long?> GenerationAsync() => (await Cluster.Admin.AppsV1.ReadNamespacedStatefulSetAsync("redis", Cluster.Namespace, cancellationToken: Token)).Metadata.Generation;
}
