using Lifecycle.Cluster.Api;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Cluster;

/// <summary>
/// Redis as charts and operators lay it out, in manifests of our own making, in a namespace whose pods must be restricted
/// where the API server sees to that (1.23 and later): also those that a drill makes.
/// </summary>
public sealed class LayoutTests : ClusterTest
{
    private static readonly string Layouts = Path.Combine(ClusterFixture.RepositoryRoot, "build/tests/Cluster/Layouts");

    [Theory]
    [InlineData("bitnami", "redis", "bitnami-master", null)]
    [InlineData("opstree", "opstree", "opstree", null)]
    [InlineData("spotahome", "redis", "rfr-spotahome", null)]
    [InlineData("deployment", "redis", "rfr-deployment", null)]
    [InlineData("valkey", "valkey", "valkey", "valkey-users/default-password")]
    public async Task It_is_backed_up_drilled_and_restored_as_it_was_laid_out(string layout, string container, string name, string? secret)
    {
        await ApplyAsync(layout);
        await AllowAsync(secret);
        var environment = await OpenAsync(await OptionsAsync(layout, container) with { AuthSecret = secret });
        using var store = new FolderStore(Path.Combine(Cluster.Folder, "store"));
        var circle = new Circle(environment, store, Notes);

        Assert.Equal($"dev.{Cluster.Namespace}.{name}", (await environment.IdentifyAsync(Token)).Name);
        var (before, source) = await circle.RunInPlaceAsync();
        await circle.DrillAsync(before, source);

        var checks = await environment.VerifyAsync(Notes, Token);
        Assert.Contains(checks, check => check is { Name: "Asked as", Finding: "the user default" });
        Assert.All(checks.Where(check => check.Name is "StatefulSet" or "Deployment" or "Claim" or "PING" or "Append-only file" or "Interrupted restore"), check => Assert.True(check.Passed, check.Finding));
        Assert.DoesNotContain("drill", await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "pod,pvc,statefulset", "-o", "name"), StringComparison.Ordinal);
    }

    /// <summary>A drill takes the StatefulSet that the checkout declares: for a Deployment it is one of the same server.</summary>
    private async Task<ClusterOptions> OptionsAsync(string layout, string container) => Cluster.AsOperator(layout switch
    {
        "deployment" => "k8s/apps/redis",
        "valkey" => await Cluster.ServerAsync(RedisServers.Valkey8),
        _ => Path.Combine(Layouts, layout),
    }) with
    {
        Selector = $"app.kubernetes.io/name={layout}",
        Container = container,
    };

    private async Task ApplyAsync(string layout)
    {
        _ = await Cluster.KubectlAsync("label", "--overwrite", "namespace", Cluster.Namespace, "pod-security.kubernetes.io/enforce=restricted");
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "apply", "-f", Path.Combine(Layouts, layout, "surroundings.yaml"), "-f", Path.Combine(Layouts, layout, "workload.yaml"));
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "rollout", "status", "-f", Path.Combine(Layouts, layout, "workload.yaml"), "--timeout=120s");
    }

    private async Task AllowAsync(string? secret)
    {
        if (secret?.Split('/')[0] is { } name)
        {
            var role = Path.Combine(Cluster.Folder, "redis-auth.yaml");
            await File.WriteAllTextAsync(role, (await File.ReadAllTextAsync(Path.Combine(ClusterFixture.RepositoryRoot, "k8s/rbac/redis-auth.yaml"), Token)).Replace("resourceNames: [redis-auth]", $"resourceNames: [{name}]", StringComparison.Ordinal), Token);
            _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "apply", "-f", role);
        }
    }
}
