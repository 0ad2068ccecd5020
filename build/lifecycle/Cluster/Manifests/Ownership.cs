using k8s.Models;

namespace Lifecycle.Cluster.Manifests;

/// <summary>Whether a GitOps controller keeps an object as it is declared elsewhere.</summary>
internal static class Ownership
{
    private const string ArgoInstance = "argocd.argoproj.io/instance";
    private const string ArgoTracking = "argocd.argoproj.io/tracking-id";
    private const string FluxKustomization = "kustomize.toolkit.fluxcd.io/name";
    private const string FluxRelease = "helm.toolkit.fluxcd.io/name";

    /// <summary>Names the controller and what of it manages the object; null where there is none.</summary>
    public static string? GitOpsOwner(IMetadata<V1ObjectMeta> item) =>
        (item.GetLabel(ArgoInstance) ?? item.GetAnnotation(ArgoTracking)?.Split(':')[0]) is { } application ? $"Argo CD (application {application})"
        : item.GetLabel(FluxKustomization) is { } kustomization ? $"Flux (Kustomization {kustomization})"
        : item.GetLabel(FluxRelease) is { } release ? $"Flux (HelmRelease {release})"
        : item.Metadata.ManagedFields?.Any(field => field.Manager?.StartsWith("argocd", StringComparison.OrdinalIgnoreCase) is true) is true ? "Argo CD"
        : null;
}
