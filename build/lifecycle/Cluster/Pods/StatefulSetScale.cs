using System.Globalization;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;

namespace Lifecycle.Cluster.Pods;

/// <summary>
/// Takes a StatefulSet to no replicas and back. How many there were is noted on the object in the same write, so that any
/// later run can bring them back.
/// </summary>
internal static class StatefulSetScale
{
    private const string Annotation = "redis-lifecycle/replicas";

    /// <summary>Scaled to 0 by this tool, which has not scaled it back.</summary>
    public static bool IsStopped(StatefulSet statefulSet) => statefulSet.Spec.Replicas == 0 && statefulSet.GetAnnotation(Annotation) is not null;

    public static Task StopAsync(IKubernetes client, StatefulSet statefulSet, CancellationToken cancellationToken) => IsStopped(statefulSet)
        ? Task.CompletedTask
        : PatchAsync(client, statefulSet, replicas: 0, note: (statefulSet.Spec.Replicas ?? 1).ToString(CultureInfo.InvariantCulture), cancellationToken);

    public static Task StartAsync(IKubernetes client, StatefulSet statefulSet, CancellationToken cancellationToken) => IsStopped(statefulSet)
        ? PatchAsync(client, statefulSet, int.Parse(statefulSet.GetAnnotation(Annotation), CultureInfo.InvariantCulture), note: null, cancellationToken)
        : Task.CompletedTask;

    private static async Task PatchAsync(IKubernetes client, StatefulSet statefulSet, int replicas, string? note, CancellationToken cancellationToken)
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Annotation] = note } },
            ["spec"] = new JsonObject { ["replicas"] = replicas },
        };
        _ = await client.AppsV1.PatchNamespacedStatefulSetAsync(
            new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), statefulSet.Metadata.Name, statefulSet.Metadata.NamespaceProperty, fieldManager: ClusterOptions.FieldManager, cancellationToken: cancellationToken);
    }
}
