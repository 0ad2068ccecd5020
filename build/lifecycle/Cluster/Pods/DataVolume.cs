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
    /// <exception cref="LifecycleException">It mounts none.</exception>
    public static DataVolume Of(StatefulSet statefulSet, string container)
    {
        var name = statefulSet.Metadata.Name;
        return FindMount(Container(statefulSet, container)) is null
            ? throw new LifecycleException($"Container {container} of StatefulSet {name} mounts nothing at {PodShell.DataDirectory}", "Correct the manifests and Deploy")
            : Find(statefulSet, container) ?? throw new LifecycleException($"{PodShell.DataDirectory} of StatefulSet {name} is not on a claim: its data does not outlive its pod", "Correct the manifests and Deploy");
    }

    /// <summary>Null where it mounts none.</summary>
    public static DataVolume? Find(StatefulSet statefulSet, string container) =>
        statefulSet.Spec.Template.Spec.Containers.FirstOrDefault(each => each.Name == container) is not { } redis || FindMount(redis) is not { } mount ? null
        : statefulSet.Spec.VolumeClaimTemplates?.Any(each => each.Metadata.Name == mount.Name) is true ? new DataVolume($"{mount.Name}-{statefulSet.Metadata.Name}-0", mount, IsOfTemplate: true)
        : statefulSet.Spec.Template.Spec.Volumes?.FirstOrDefault(each => each.Name == mount.Name)?.PersistentVolumeClaim?.ClaimName is { } claim ? new DataVolume(claim, mount, IsOfTemplate: false)
        : null;

    private static V1VolumeMount? FindMount(Container redis) => redis.VolumeMounts?.FirstOrDefault(each => each.MountPath.TrimEnd('/') == PodShell.DataDirectory);

    /// <summary>What is declared may call it otherwise than what runs: a Deployment that somebody else has made.</summary>
    public static string ContainerOf(V1StatefulSet declared, string container) => declared.Spec.Template.Spec.Containers is [var only] ? only.Name : container;

    public static Container Container(StatefulSet statefulSet, string container) =>
        statefulSet.Spec.Template.Spec.Containers.FirstOrDefault(each => each.Name == container)
            ?? throw Lacking(statefulSet.Metadata.Name, container, statefulSet.Spec.Template.Spec.Containers.Select(each => each.Name));

    /// <summary>The whole of it.</summary>
    public static V1Container Container(V1StatefulSet statefulSet, string container) =>
        statefulSet.Spec.Template.Spec.Containers.FirstOrDefault(each => each.Name == container)
            ?? throw Lacking(statefulSet.Metadata.Name, container, statefulSet.Spec.Template.Spec.Containers.Select(each => each.Name));

    private static LifecycleException Lacking(string statefulSet, string container, IEnumerable<string> others) =>
        new($"StatefulSet {statefulSet} has no container '{container}'", $"It has: {string.Join(", ", others)}. Name one with --container");
}
