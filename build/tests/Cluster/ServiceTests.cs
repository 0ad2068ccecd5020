namespace Lifecycle.Tests.Cluster;

/// <summary>Verify looks at each Service of a Redis, and at where it leads.</summary>
public sealed class ServiceTests : ClusterTest
{
    [Fact]
    public async Task A_Service_that_leads_to_Redis_alone_is_well_and_one_that_leads_nowhere_or_elsewhere_is_named()
    {
        var environment = await DeployAsync();
        var well = (await environment.VerifyAsync(Notes, Token)).Single(check => check.Name == "Service");
        Assert.Equal((true, "redis leads to redis-0"), (well.Passed, well.Finding));

        await ApplyAsync("nowhere", "spec: {ports: [{port: 6379}], selector: {of: nobody} }");
        await ApplyAsync("elsewhere", "spec: {ports: [{port: 6379}], clusterIP: None}");
        await ApplyAsync("elsewhere", "subsets: [{addresses: [{ip: 198.51.100.7}], ports: [{port: 6379}]}]", kind: "Endpoints");
        var ill = (await environment.VerifyAsync(Notes, Token)).Single(check => check.Name == "Service");

        Assert.False(ill.Passed);
        Assert.Contains("elsewhere leads to 198.51.100.7", ill.Finding, StringComparison.Ordinal);
        Assert.Contains("nowhere leads to no pod that is ready", ill.Finding, StringComparison.Ordinal);
        Assert.Contains("redis leads to redis-0", ill.Finding, StringComparison.Ordinal);
    }

    // Where a Service has a selector, the cluster makes its endpoints; where it has none, whoever made it does.
    private async Task ApplyAsync(string name, string content, string kind = "Service")
    {
        var file = Path.Combine(Cluster.Folder, $"{name}.{kind}.yaml");
        await File.WriteAllTextAsync(
            file,
            $$"""
            apiVersion: v1
            kind: {{kind}}
            metadata: {name: {{name}}, labels: {app.kubernetes.io/name: redis} }
            {{content}}
            """,
            Token);
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "apply", "-f", file);
    }
}
