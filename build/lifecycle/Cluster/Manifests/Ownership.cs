using k8s;
using k8s.Models;

namespace Lifecycle.Cluster;

/// <summary>Whether a GitOps controller keeps an object as it is declared elsewhere.</summary>
internal static class Ownership
{
    private const string InstanceLabel = "argocd.argoproj.io/instance";
    private const string TrackingAnnotation = "argocd.argoproj.io/tracking-id";

    /// <summary>Names the controller and its application; null where there is none.</summary>
    public static string? GitOpsOwner(IMetadata<V1ObjectMeta> item) =>
        (item.GetLabel(InstanceLabel) ?? item.GetAnnotation(TrackingAnnotation)?.Split(':')[0]) is { } application ? $"Argo CD (application {application})"
        : item.Metadata.ManagedFields?.Any(field => field.Manager?.StartsWith("argocd", StringComparison.OrdinalIgnoreCase) is true) is true ? "Argo CD"
        : null;
}
