using k8s.Models;
using Lifecycle.Cluster.Verbs;
using Lifecycle.Failures;

namespace Lifecycle.Tests.Cluster;

/// <summary>What the Redis of a drill shares with the real one.</summary>
public sealed class ThrowawayManifestTests
{
    [Fact]
    public void It_may_write_to_nothing_that_outlives_it()
    {
        var declared = Declared(
            new V1Volume { Name = "data", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = "by-hand" } },
            new V1Volume { Name = "modules", HostPath = new V1HostPathVolumeSource { Path = "/opt/modules" } },
            new V1Volume { Name = "scratch", EmptyDir = new V1EmptyDirVolumeSource() });

        var throwaway = ThrowawayManifest.Of(declared, "redis", claimed: null);

        var mounts = throwaway.Spec.Template.Spec.Containers.Single().VolumeMounts.ToDictionary(mount => mount.Name, mount => mount.ReadOnlyProperty is true);
        Assert.Equal((false, true, false), (mounts["data"], mounts["modules"], mounts["scratch"]));
        Assert.Equal("data", Assert.Single(throwaway.Spec.VolumeClaimTemplates).Metadata.Name);
        Assert.DoesNotContain(throwaway.Spec.Template.Spec.Volumes, volume => volume.PersistentVolumeClaim is not null);
    }

    [Fact]
    public void Where_the_data_is_on_no_claim_there_is_no_drill()
    {
        var declared = Declared(new V1Volume { Name = "data", HostPath = new V1HostPathVolumeSource { Path = "/srv/redis" } });

        var refusal = Assert.Throws<LifecycleException>(() => ThrowawayManifest.Of(declared, "redis", claimed: null));

        Assert.Contains("is not on a claim", refusal.Problem, StringComparison.Ordinal);
    }

    private static V1StatefulSet Declared(params V1Volume[] volumes) => new()
    {
        Metadata = new V1ObjectMeta { Name = "redis" },
        Spec = new V1StatefulSetSpec
        {
            Template = new V1PodTemplateSpec
            {
                Metadata = new V1ObjectMeta(),
                Spec = new V1PodSpec
                {
                    Containers = [new V1Container { Name = "redis", VolumeMounts = [.. volumes.Select(volume => new V1VolumeMount { Name = volume.Name, MountPath = $"/{volume.Name}" })] }],
                    Volumes = volumes,
                },
            },
        },
    };
}
