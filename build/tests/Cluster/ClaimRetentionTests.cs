using k8s.Models;
using Lifecycle.Cluster.Pods;
using Lifecycle.Failures;

namespace Lifecycle.Tests.Cluster;

/// <summary>A claim that goes with its StatefulSet is not put at risk.</summary>
public sealed class ClaimRetentionTests
{
    [Fact]
    public void Redis_is_not_taken_off_a_volume_that_goes_when_it_is_scaled_down_nor_removed_beside_one_that_is_to_stay()
    {
        var kept = Of(whenScaled: "Retain", whenDeleted: "Retain");
        ClaimRetention.RequireWhenScaled(kept, "redis");
        ClaimRetention.RequireWhenDeleted(kept, "redis");
        ClaimRetention.RequireWhenScaled(Of(whenScaled: null, whenDeleted: null), "redis");

        Assert.Contains("scaled down", Assert.Throws<LifecycleException>(() => ClaimRetention.RequireWhenScaled(Of("Delete", "Retain"), "redis")).Problem, StringComparison.Ordinal);
        Assert.Contains("whenDeleted to Retain", Assert.Throws<LifecycleException>(() => ClaimRetention.RequireWhenDeleted(Of("Retain", "Delete"), "redis")).Remedy, StringComparison.Ordinal);
    }

    private static StatefulSet Of(string? whenScaled, string? whenDeleted) => new()
    {
        Metadata = new V1ObjectMeta { Name = "redis" },
        Spec = new StatefulSetSpec
        {
            PersistentVolumeClaimRetentionPolicy = new V1StatefulSetPersistentVolumeClaimRetentionPolicy { WhenScaled = whenScaled, WhenDeleted = whenDeleted },
            Template = new PodTemplate { Spec = new PodSpec { Containers = [new Container { Name = "redis", VolumeMounts = [new V1VolumeMount { Name = "data", MountPath = "/data" }] }] } },
            VolumeClaimTemplates = [new ClaimTemplate { Metadata = new V1ObjectMeta { Name = "data" } }],
        },
    };
}
