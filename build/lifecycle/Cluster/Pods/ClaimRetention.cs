using k8s.Models;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Pods;

/// <summary>
/// A StatefulSet may take its claims along when it is scaled down, or removed:
/// https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention
/// </summary>
internal static class ClaimRetention
{
    private const string Delete = "Delete";

    /// <param name="statefulSet">As it is. A claim that it only names stays in any case.</param>
    /// <param name="container">Redis' own.</param>
    /// <exception cref="LifecycleException">Its data would go.</exception>
    public static void RequireWhenScaled(StatefulSet statefulSet, string container) => Require(statefulSet, container, statefulSet.Spec.PersistentVolumeClaimRetentionPolicy?.WhenScaled, "scaled down", "whenScaled");

    /// <inheritdoc cref="RequireWhenScaled"/>
    public static void RequireWhenDeleted(StatefulSet statefulSet, string container) => Require(statefulSet, container, statefulSet.Spec.PersistentVolumeClaimRetentionPolicy?.WhenDeleted, "removed", "whenDeleted");

    private static void Require(StatefulSet statefulSet, string container, string? policy, string when, string field)
    {
        if (policy == Delete && DataVolume.Find(statefulSet, container) is { IsOfTemplate: true })
        {
            throw new LifecycleException(
                $"StatefulSet {statefulSet.Metadata.Name} takes its claim along when it is {when} (persistentVolumeClaimRetentionPolicy), and the data would go with it",
                $"Set {field} to Retain there, then run it again; nothing was touched");
        }
    }
}
