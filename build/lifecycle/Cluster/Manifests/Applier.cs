using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Lifecycle.Cluster;

/// <summary>
/// Server-side apply with a field manager of our own. Fields that somebody else has set since are left to them, unless
/// forced; what an interrupted run of ours has set never stands in the way.
/// </summary>
internal sealed partial class Applier(ObjectApi api)
{
    /// <summary>On a namespace: that Deploy has made it, so that Destroy may remove it.</summary>
    private const string CreatedAnnotation = "redis-lifecycle/created";

    public static bool HasCreated(IMetadata<V1ObjectMeta> item) => item.GetAnnotation(CreatedAnnotation) is not null;

    public async Task<IKubernetesObject<V1ObjectMeta>> ApplyAsync(Manifest manifest, IKubernetesObject<V1ObjectMeta>? live, bool dryRun, bool force, CancellationToken cancellationToken)
    {
        if (manifest.Kind == Manifest.Namespaces && (live is null || HasCreated(live)))
        {
            manifest.Declared.SetAnnotation(CreatedAnnotation, "true");
        }

        try
        {
            return await api.ApplyAsync(manifest, dryRun, force, cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Conflict && !force && OtherManagers(exception.Response.Content) is var (managers, fields))
        {
            return managers.Count == 0
                ? await api.ApplyAsync(manifest, dryRun, force: true, cancellationToken)
                : throw new LifecycleException($"{manifest} was changed by {string.Join(" and ", managers)} in {string.Join(", ", fields)}", "Declare the change in the manifests, or give --force to put back what they declare", exception);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is not HttpStatusCode.NotFound)
        {
            throw new LifecycleException(
                $"The API server does not take {manifest}: {Refusal.Message(exception.Response.Content)}",
                "Correct the manifests; an older API server knows fewer fields, and some fields of a StatefulSet cannot be changed once it exists",
                exception);
        }
    }

    /// <summary>Who else manages fields that are declared differently, and which fields these are.</summary>
    private static (IReadOnlyCollection<string> Managers, IReadOnlyCollection<string> Fields) OtherManagers(string body)
    {
        var causes = (JsonNode.Parse(body)?["details"]?["causes"]?.AsArray() ?? [])
            .Select(cause => (Manager: Manager().Match((string?)cause?["message"] ?? "").Groups[1].Value, Field: ((string?)cause?["field"] ?? "").TrimStart('.')))
            .Where(cause => cause.Manager != ClusterOptions.FieldManager)
            .ToList();
        return ([.. causes.Select(cause => cause.Manager).Distinct()], [.. causes.Select(cause => cause.Field).Distinct()]);
    }

    [GeneratedRegex("conflict with \"([^\"]+)\"")]
    private static partial Regex Manager();
}
