using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Cluster;

/// <summary>
/// What a run on a cluster loads: of a pod what is read of it, and not the four thousand types of all that a pod can be
/// (docs/decisions/appendix-where-the-time-goes.md). The bounds are a tenth above what it takes.
/// </summary>
public sealed class LoadedTypesTests : ClusterTest
{
    [Fact]
    public async Task A_backup_loads_no_model_of_all_that_a_pod_can_be()
    {
        _ = await DeployAsync();
        await using var checkout = await CommandLineTests.CheckOutAsync();

        var types = await LoadedTypes.OfAsync(checkout, ["Backup", .. Options(Cluster.AsBackup())]);

        Assert.DoesNotContain("k8s.Models.V1Affinity", types);
        Assert.InRange(types.Count, 1, 11_500);
    }

    [Fact]
    public async Task What_is_declared_is_read_without_looking_through_all_models()
    {
        _ = await DeployAsync();
        await using var checkout = await CommandLineTests.CheckOutAsync();

        var types = await LoadedTypes.OfAsync(checkout, ["Verify", .. Options(Cluster.AsOperator())]);

        Assert.DoesNotContain("k8s.KubernetesYaml", types);
        Assert.InRange(types.Count, 1, 17_400);
    }
}
