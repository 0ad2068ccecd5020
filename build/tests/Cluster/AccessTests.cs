using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Tests.Cluster;

public sealed class AccessTests : ClusterTest
{
    [Fact]
    public async Task A_wrong_context_is_answered_with_those_that_there_are()
    {
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => OpenAsync(Cluster.AsBackup() with { Context = "nonesuch" }));
        Assert.Contains("no context 'nonesuch'", failure.Problem, StringComparison.Ordinal);
        Assert.Contains("It has: c.", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kubeconfig_that_is_not_there_is_named()
    {
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => OpenAsync(Cluster.AsBackup() with { Kubeconfig = "/nonesuch" }));
        Assert.Contains("/nonesuch", failure.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_API_server_is_named()
    {
        var options = Cluster.AsBackup();
        var elsewhere = Path.Combine(Cluster.Folder, "elsewhere.kubeconfig");
        await File.WriteAllTextAsync(elsewhere, System.Text.RegularExpressions.Regex.Replace(await File.ReadAllTextAsync(options.Kubeconfig!, Token), "https://[^\"]+", "https://127.0.0.1:9"), Token);
        var environment = await OpenAsync(options with { Kubeconfig = elsewhere });
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => environment.Redis.TryConnectAsync(Token));
        Assert.Contains("https://127.0.0.1:9 does not answer", failure.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_right_is_named_with_its_remedy()
    {
        _ = await DeployAsync();
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "patch", "role", "redis-backup", "--type=json", "-p", """[{"op":"test","path":"/rules/1/resources/0","value":"pods/exec"},{"op":"remove","path":"/rules/1"}]""");
        var environment = await OpenAsync(Cluster.AsBackup());
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => environment.Redis.TryConnectAsync(Token));
        Assert.Contains("lacks the right to get pods/exec", failure.Problem, StringComparison.Ordinal);
        Assert.Contains("k8s/rbac", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_does_not_count_is_told_apart_from_a_missing_right()
    {
        var options = Cluster.AsBackup();
        var forged = Path.Combine(Cluster.Folder, "forged.kubeconfig");
        await File.WriteAllTextAsync(forged, System.Text.RegularExpressions.Regex.Replace(await File.ReadAllTextAsync(options.Kubeconfig!, Token), "token: \"[^\"]+\"", "token: \"a.b.c\""), Token);
        var environment = await OpenAsync(options with { Kubeconfig = forged });
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => environment.Redis.TryConnectAsync(Token));
        Assert.Contains("does not accept the kubeconfig's credentials", failure.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_deployed_Deploy_is_the_remedy()
    {
        var environment = await OpenAsync(Cluster.AsBackup());
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => environment.Redis.TryConnectAsync(Token));
        Assert.Contains("no StatefulSet", failure.Problem, StringComparison.Ordinal);
        Assert.Contains("Run Deploy", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_pods_none_is_chosen()
    {
        var environment = await DeployAsync();
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "run", "another", "--image=redis:7-alpine", "--labels=app.kubernetes.io/name=redis");
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => environment.Redis.TryConnectAsync(Token));
        Assert.Contains("another, redis-0", failure.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_StatefulSet_scaled_to_0_is_named()
    {
        var environment = await DeployAsync();
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "scale", "statefulset", "redis", "--replicas=0");
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "wait", "--for=delete", "pod/redis-0", "--timeout=60s");
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => environment.Redis.TryConnectAsync(Token));
        Assert.Contains("scaled to 0", failure.Problem, StringComparison.Ordinal);
    }
}
