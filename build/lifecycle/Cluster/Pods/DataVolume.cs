using k8s.Models;
using Lifecycle.Cluster.Exec;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Pods;

/// <summary>The claim that a StatefulSet's first pod mounts as its data folder.</summary>
/// <param name="Claim">Its name.</param>
/// <param name="Mount">Where it is.</param>
/// <param name="IsOfTemplate">The StatefulSet makes it; else it names one that somebody has made.</param>
internal sealed record DataVolume(string Claim, V1VolumeMount Mount, bool IsOfTemplate)
{
    public static DataVolume Of(V1StatefulSet statefulSet, string container)
    {
        var name = statefulSet.Metadata.Name;
        var mount = Container(statefulSet, container).VolumeMounts?.FirstOrDefault(each => each.MountPath.TrimEnd('/') == PodShell.DataDirectory)
            ?? throw new LifecycleException($"Container {container} of StatefulSet {name} mounts nothing at {PodShell.DataDirectory}", "Correct the manifests and Deploy");
        var volume = statefulSet.Spec.Template.Spec.Volumes?.FirstOrDefault(each => each.Name == mount.Name);
        return statefulSet.Spec.VolumeClaimTemplates?.Any(each => each.Metadata.Name == mount.Name) is true
            ? new DataVolume($"{mount.Name}-{name}-0", mount, IsOfTemplate: true)
            : new DataVolume(
                volume?.PersistentVolumeClaim?.ClaimName ?? throw new LifecycleException($"{PodShell.DataDirectory} of StatefulSet {name} is not on a claim: its data does not outlive its pod", "Correct the manifests and Deploy"),
                mount,
                IsOfTemplate: false);
    }

    public static V1Container Container(V1StatefulSet statefulSet, string container) =>
        statefulSet.Spec.Template.Spec.Containers.FirstOrDefault(each => each.Name == container)
            ?? throw new LifecycleException($"StatefulSet {statefulSet.Metadata.Name} has no container '{container}'", $"It has: {string.Join(", ", statefulSet.Spec.Template.Spec.Containers.Select(each => each.Name))}. Name one with --container");
}
