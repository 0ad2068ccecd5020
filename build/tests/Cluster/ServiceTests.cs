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

        await ApplyAsync("nowhere", "selector: {of: nobody}", "");
        await ApplyAsync("elsewhere", "clusterIP: None", "subsets: [{addresses: [{ip: 198.51.100.7}], ports: [{port: 6379}]}]");
        var ill = (await environment.VerifyAsync(Notes, Token)).Single(check => check.Name == "Service");

        Assert.False(ill.Passed);
        Assert.Contains("elsewhere leads to 198.51.100.7", ill.Finding, StringComparison.Ordinal);
        Assert.Contains("nowhere leads to no pod that is ready", ill.Finding, StringComparison.Ordinal);
        Assert.Contains("redis leads to redis-0", ill.Finding, StringComparison.Ordinal);
    }

    private async Task ApplyAsync(string name, string spec, string subsets)
    {
        var file = Path.Combine(Cluster.Folder, $"{name}.yaml");
        await File.WriteAllTextAsync(
            file,
            $$"""
            apiVersion: v1
            kind: Service
            metadata: {name: {{name}}, labels: {app.kubernetes.io/name: redis} }
            spec: {ports: [{port: 6379}], {{spec}} }
            ---
            apiVersion: v1
            kind: Endpoints
            metadata: {name: {{name}} }
            {{subsets}}
            """,
            Token);
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "apply", "-f", file);
    }
}
